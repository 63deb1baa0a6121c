/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "state.h"

#include "features.h"

#include <stdlib.h>
#include <string.h>

/* Free a path that the host's mapPath has made */
static void free_path(const LV2_Feature* const* features, char* path)
{
  const LV2_State_Free_Path* const feature =
      byline_feature_find(features, LV2_STATE__freePath);
  if (feature) {
    feature->free_path(feature->handle, path);
  } else {
    free(path);
  }
}

static LV2_State_Status save_path(const char* path, const BylineUris* uris,
                                  LV2_State_Store_Function store,
                                  LV2_State_Handle handle,
                                  const LV2_Feature* const* features)
{
  const LV2_State_Map_Path* const map =
      byline_feature_find(features, LV2_STATE__mapPath);
  char* const mapped = map ? map->abstract_path(map->handle, path) : NULL;
  const char* const value = mapped ? mapped : path;
  const LV2_State_Status status =
      store(handle, uris->byline_modelFile, value, strlen(value) + 1,
            uris->atom_Path, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
  if (mapped) {
    free_path(features, mapped);
  }
  return status;
}

/* The bundle's model is named by a flag, not by a path: it may lie elsewhere
   when the session is opened, and hosts would copy the file */
static LV2_State_Status save_model(const BylineSession* session,
                                   const BylineUris* uris,
                                   LV2_State_Store_Function store,
                                   LV2_State_Handle handle,
                                   const LV2_Feature* const* features)
{
  const char* const path = byline_session_choice(session);
  const int32_t yes = 1;
  return path
             ? save_path(path, uris, store, handle, features)
             : store(handle, uris->byline_defaultModel, &yes, sizeof(yes),
                     uris->atom_Bool, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
}

static LV2_State_Status save_history(const BylineAnnouncements* history,
                                     const BylineUris* uris,
                                     LV2_State_Store_Function store,
                                     LV2_State_Handle handle)
{
  char* const text = byline_announcements_format(history);
  const LV2_State_Status status =
      text ? store(handle, uris->byline_history, text, strlen(text) + 1,
                   uris->atom_String, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE)
           : LV2_STATE_ERR_UNKNOWN;
  free(text);
  return status;
}

/* Not as a path, which hosts would copy or relocate, nor portable: it is a
   place on this machine to write to */
static LV2_State_Status save_told(const BylineSession* session,
                                  const BylineUris* uris,
                                  LV2_State_Store_Function store,
                                  LV2_State_Handle handle)
{
  const char* const path = byline_session_told(session);
  return path ? store(handle, uris->byline_nowPlaying, path, strlen(path) + 1,
                      uris->atom_String, LV2_STATE_IS_POD)
              : LV2_STATE_SUCCESS;
}

LV2_State_Status byline_state_save(BylineSession* session,
                                   const BylineUris* uris,
                                   LV2_State_Store_Function store,
                                   LV2_State_Handle handle,
                                   const LV2_Feature* const* features)
{
  LV2_State_Status status = save_model(session, uris, store, handle, features);
  if (status == LV2_STATE_SUCCESS) {
    status = save_told(session, uris, store, handle);
  }
  const BylineAnnouncements* const history = byline_session_history(session);
  return status == LV2_STATE_SUCCESS && history->n > 0
             ? save_history(history, uris, store, handle)
             : status;
}

static void restore_path(BylineSession* session, const char* path,
                         const LV2_Feature* const* features)
{
  const LV2_State_Map_Path* const map =
      byline_feature_find(features, LV2_STATE__mapPath);
  char* const mapped = map ? map->absolute_path(map->handle, path) : NULL;
  byline_session_choose(session, mapped ? mapped : path);
  if (mapped) {
    free_path(features, mapped);
  }
}

/* Retrieve a text of the expected type, or NULL */
static const char* retrieve_text(LV2_State_Retrieve_Function retrieve,
                                 LV2_State_Handle handle, uint32_t key,
                                 uint32_t expected_type)
{
  size_t size = 0;
  uint32_t type = 0;
  uint32_t flags = 0;
  const char* const text = retrieve(handle, key, &size, &type, &flags);
  return text && type == expected_type && memchr(text, '\0', size) ? text
                                                                   : NULL;
}

LV2_State_Status byline_state_restore(BylineSession* session,
                                      const BylineUris* uris,
                                      LV2_State_Retrieve_Function retrieve,
                                      LV2_State_Handle handle,
                                      const LV2_Feature* const* features)
{
  size_t size = 0;
  uint32_t type = 0;
  uint32_t flags = 0;
  const char* const path =
      retrieve_text(retrieve, handle, uris->byline_modelFile, uris->atom_Path);
  const char* const history =
      retrieve_text(retrieve, handle, uris->byline_history, uris->atom_String);
  const char* const told = retrieve_text(
      retrieve, handle, uris->byline_nowPlaying, uris->atom_String);
  /* What is not there, as in presets that only turn knobs, stays */
  if (path) {
    restore_path(session, path, features);
  } else if (retrieve(handle, uris->byline_defaultModel, &size, &type,
                      &flags)) {
    byline_session_choose(session, NULL);
  }
  if (told) {
    byline_session_tell(session, told);
  }
  if (history) {
    byline_announcements_parse(byline_session_history(session), history);
  }
  return LV2_STATE_SUCCESS;
}
