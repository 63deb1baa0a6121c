/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file host_project.h
   A session file as Carla keeps it: keys that were stored once stay, even when
   the plugin stores them no more, and texts may come back without the 0 at
   their end.
*/

#ifndef BYLINE_TESTS_HOST_PROJECT_H
#define BYLINE_TESTS_HOST_PROJECT_H

#include "uris.h"

#include <lv2/core/lv2.h>
#include <lv2/state/state.h>

#include <stdbool.h>

/** A project that is open. */
typedef struct Project Project;

/**
   Read a project, an empty one where there is no file.

   @param bare Texts are handed over without the 0, at the end of a page, so
   that reading it would be noticed.
   @return To be saved or thrown away with project_close().
*/
Project* project_open(const char* path, Uris* uris, bool bare);

/** Give the plugin what the project holds. */
void project_restore(Project* project, const LV2_State_Interface* state,
                     LV2_Handle plugin, const LV2_Feature* const* features);

/** Take over what the plugin stores. */
void project_store(Project* project, const LV2_State_Interface* state,
                   LV2_Handle plugin, const LV2_Feature* const* features);

/** Write it to its file, and free it. */
void project_close(Project* project);

#endif // BYLINE_TESTS_HOST_PROJECT_H
