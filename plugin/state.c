/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "state.h"

#include "base/base64.h"
#include "host_features.h"

#include <stdbool.h>
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

static LV2_State_Status save_path(const char* path, const BylineUrids* urids,
                                  LV2_State_Store_Function store,
                                  LV2_State_Handle handle,
                                  const LV2_Feature* const* features)
{
  const LV2_State_Map_Path* const map =
      byline_feature_find(features, LV2_STATE__mapPath);
  char* const mapped = map ? map->abstract_path(map->handle, path) : NULL;
  const char* const value = mapped ? mapped : path;
  const LV2_State_Status status =
      store(handle, urids->byline_modelFile, value, strlen(value) + 1,
            urids->atom_Path, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
  if (mapped) {
    free_path(features, mapped);
  }
  return status;
}

static LV2_State_Status save_text(uint32_t key, const char* text,
                                  uint32_t flags, const BylineUrids* urids,
                                  LV2_State_Store_Function store,
                                  LV2_State_Handle handle)
{
  return store(handle, key, text, strlen(text) + 1, urids->atom_String,
               LV2_STATE_IS_POD | flags);
}

/* The bundle's model is named by a flag, not by a path: it may lie elsewhere
   when the session is opened, and hosts would copy the file */
static LV2_State_Status save_model(const BylineSession* session,
                                   const BylineUrids* urids,
                                   LV2_State_Store_Function store,
                                   LV2_State_Handle handle,
                                   const LV2_Feature* const* features)
{
  const char* const path = byline_session_choice(session);
  const int32_t is_default = path == NULL;
  const LV2_State_Status status =
      store(handle, urids->byline_defaultModel, &is_default, sizeof(is_default),
            urids->atom_Bool, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
  if (status != LV2_STATE_SUCCESS) {
    return status;
  }
  return path ? save_path(path, urids, store, handle, features)
              : save_text(urids->byline_modelFile, "", LV2_STATE_IS_PORTABLE,
                          urids, store, handle);
}

static LV2_State_Status save_history(const BylineSession* session,
                                     const BylineUrids* urids,
                                     LV2_State_Store_Function store,
                                     LV2_State_Handle handle)
{
  char* const text = byline_session_save_history(session);
  const LV2_State_Status status =
      text ? save_text(urids->byline_history, text, LV2_STATE_IS_PORTABLE,
                       urids, store, handle)
           : LV2_STATE_ERR_UNKNOWN;
  free(text);
  return status;
}

/* Not as a path, which hosts would copy or relocate, nor portable: it is a
   place on this machine to write to */
static LV2_State_Status save_told(const BylineSession* session,
                                  const BylineUrids* urids,
                                  LV2_State_Store_Function store,
                                  LV2_State_Handle handle)
{
  const char* const path = byline_session_told(session);
  return save_text(urids->byline_nowPlaying, path ? path : "", 0, urids, store,
                   handle);
}

/* As text, which all hosts keep as it is */
static LV2_State_Status save_taught(const BylineSession* session,
                                    const BylineUrids* urids,
                                    LV2_State_Store_Function store,
                                    LV2_State_Handle handle)
{
  size_t size = 0;
  void* const data = byline_session_save_taught(session, &size);
  char* const text = byline_base64_encode(data, data ? size : 0);
  const LV2_State_Status status =
      text ? save_text(urids->byline_lessons, text, LV2_STATE_IS_PORTABLE,
                       urids, store, handle)
           : LV2_STATE_ERR_UNKNOWN;
  free(text);
  free(data);
  return status;
}

/* Everything is stored, even if there is nothing to tell: hosts such as Carla
   keep for ever what was stored once and then left out */
LV2_State_Status byline_state_save(BylineSession* session,
                                   const BylineUrids* urids,
                                   LV2_State_Store_Function store,
                                   LV2_State_Handle handle,
                                   const LV2_Feature* const* features)
{
  LV2_State_Status status = save_model(session, urids, store, handle, features);
  if (status == LV2_STATE_SUCCESS) {
    status = save_told(session, urids, store, handle);
  }
  if (status == LV2_STATE_SUCCESS) {
    status = save_taught(session, urids, store, handle);
  }
  return status == LV2_STATE_SUCCESS
             ? save_history(session, urids, store, handle)
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

/* Retrieve a text, which hosts hand over as String or Path, with or without the
   0 at its end.
   @return To be freed; NULL where there is none. */
static char* retrieve_text(LV2_State_Retrieve_Function retrieve,
                           LV2_State_Handle handle, const BylineUrids* urids,
                           uint32_t key)
{
  size_t size = 0;
  uint32_t type = 0;
  uint32_t flags = 0;
  const char* const text = retrieve(handle, key, &size, &type, &flags);
  const bool is_text = type == urids->atom_String || type == urids->atom_Path;
  return text && is_text ? strndup(text, size) : NULL;
}

static bool retrieve_flag(LV2_State_Retrieve_Function retrieve,
                          LV2_State_Handle handle, const BylineUrids* urids,
                          uint32_t key)
{
  size_t size = 0;
  uint32_t type = 0;
  uint32_t flags = 0;
  int32_t value = 0;
  const void* const stored = retrieve(handle, key, &size, &type, &flags);
  if (stored && type == urids->atom_Bool && size == sizeof(value)) {
    memcpy(&value, stored, sizeof(value));
  }
  return value != 0;
}

/* What the session was taught, if its state tells */
static void restore_taught(BylineSession* session, const char* text)
{
  size_t size = 0;
  void* const data = text ? byline_base64_decode(text, &size) : NULL;
  if (data) {
    byline_session_restore_taught(session, data, size);
  }
  free(data);
}

LV2_State_Status byline_state_restore(BylineSession* session,
                                      const BylineUrids* urids,
                                      LV2_State_Retrieve_Function retrieve,
                                      LV2_State_Handle handle,
                                      const LV2_Feature* const* features)
{
  char* const path =
      retrieve_text(retrieve, handle, urids, urids->byline_modelFile);
  char* const history =
      retrieve_text(retrieve, handle, urids, urids->byline_history);
  char* const told =
      retrieve_text(retrieve, handle, urids, urids->byline_nowPlaying);
  char* const taught =
      retrieve_text(retrieve, handle, urids, urids->byline_lessons);
  /* What is not there, as in presets that only turn knobs, stays.  A path
     counts more than the flag, which may be a left-over. */
  if (path && path[0]) {
    restore_path(session, path, features);
  } else if (path || retrieve_flag(retrieve, handle, urids,
                                   urids->byline_defaultModel)) {
    byline_session_choose(session, NULL);
  }
  if (told) {
    byline_session_tell(session, told, false);
  }
  restore_taught(session, taught);
  if (history) {
    byline_session_remember(session, history);
  }
  free(path);
  free(history);
  free(told);
  free(taught);
  return LV2_STATE_SUCCESS;
}
