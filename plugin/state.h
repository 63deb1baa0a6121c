/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file state.h
   What is saved with the host's session: the model file and the history.
*/

#ifndef BYLINE_PLUGIN_STATE_H
#define BYLINE_PLUGIN_STATE_H

#include "messages.h"
#include "session.h"

#include <lv2/state/state.h>

/** Save a session; see LV2_State_Interface. */
LV2_State_Status byline_state_save(BylineSession* session,
                                   const BylineUrids* urids,
                                   LV2_State_Store_Function store,
                                   LV2_State_Handle handle,
                                   const LV2_Feature* const* features);

/** Bring a session back; see LV2_State_Interface. */
LV2_State_Status byline_state_restore(BylineSession* session,
                                      const BylineUrids* urids,
                                      LV2_State_Retrieve_Function retrieve,
                                      LV2_State_Handle handle,
                                      const LV2_Feature* const* features);

#endif // BYLINE_PLUGIN_STATE_H
