/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "host.h"

#include <lv2/state/state.h>

static void set_value(const char* symbol, void* user, const void* value,
                      uint32_t size, uint32_t type)
{
  Host* const host = user;
  if (type != uris_map(&host->uris, LV2_ATOM__Float) || size != sizeof(float)) {
    fail("a state holds a value that is no float");
  }
  host_set_port(host, symbol, strlen(symbol), *(const float*)value);
}

static void restore(Host* host, LilvState* state)
{
  if (!state) {
    fail("cannot load the state");
  }
  lilv_state_restore(state, host->instance, set_value, host, 0,
                     host_features(host));
  lilv_state_free(state);
}

void host_load_state(Host* host)
{
  char path[4096];
  snprintf(path, sizeof(path), "%s/state.ttl", host->options.load);
  restore(host, lilv_state_new_from_file(host->world, &host->map, NULL, path));
}

void host_load_preset(Host* host)
{
  LilvNode* const uri = lilv_new_uri(host->world, host->options.preset);
  lilv_world_load_resource(host->world, uri);
  restore(host, lilv_state_new_from_world(host->world, &host->map, uri));
  lilv_node_free(uri);
}

/* As jalv does it: files stay where they are, links to them lie in the folder
 */
void host_save_state(Host* host)
{
  const char* const folder = host->options.save;
  LilvState* const state = lilv_state_new_from_instance(
      host->plugin, host->instance, &host->map, "/nowhere", folder, folder,
      folder, NULL, NULL, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE,
      host_features(host));
  if (!state || lilv_state_save(host->world, &host->map, &host->unmap, state,
                                NULL, folder, "state.ttl") != 0) {
    fail("cannot save the state");
  }
  lilv_state_free(state);
}

/* Open a project, or take over what the plugin stores and close it */
Project* host_load_project(Host* host)
{
  Project* const project =
      project_open(host->options.project, &host->uris, host->options.carla);
  project_restore(
      project,
      lilv_instance_get_extension_data(host->instance, LV2_STATE__interface),
      lilv_instance_get_handle(host->instance), host_features(host));
  return project;
}

void host_save_project(Host* host, Project* project)
{
  project_store(
      project,
      lilv_instance_get_extension_data(host->instance, LV2_STATE__interface),
      lilv_instance_get_handle(host->instance), host_features(host));
  project_close(project);
}
