/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/dataset_folder.h"

#include "base/file.h"
#include "base/json.h"
#include "dataset/plan_json.h"
#include "dataset/table.h"
#include "spectrum/front_end_json.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

BylineStatus byline_dataset_folder_open(const char* folder,
                                        BylineDatasetFolder* opened)
{
  *opened = (BylineDatasetFolder){
      .features = byline_path_join(folder, BYLINE_DATASET_FEATURES),
  };
  BylineStatus status = opened->features ? byline_folder_make(opened->features)
                                         : byline_no_memory(folder);
  BYLINE_THEN(status, byline_lock_folder(folder, "prepare", &opened->lock));
  if (status != BYLINE_OK) {
    byline_dataset_folder_close(opened);
    return status;
  }
  byline_remains_remove(opened->features, NULL);
  byline_remains_remove(folder, BYLINE_DATASET_FRONT_END);
  byline_remains_remove(folder, BYLINE_DATASET_SPLIT);
  byline_remains_remove(folder, BYLINE_DATASET_TRACKS);
  return BYLINE_OK;
}

void byline_dataset_folder_close(BylineDatasetFolder* opened)
{
  free(opened->features);
  byline_lock_release(&opened->lock);
  *opened = (BylineDatasetFolder){.features = NULL};
}

/* Put a path that is as good in any other folder, and what ends it. */
static void put_path(FILE* stream, const char* folder, const char* path,
                     char end)
{
  if (path[0] && path[0] != '/') {
    byline_table_put(stream, folder, '/');
  }
  byline_table_put(stream, path, end);
}

static void put_row(FILE* stream, const char* folder,
                    const BylinePreparedTrack* row, bool with_stem,
                    const BylineFrontEnd* front_end)
{
  put_path(stream, folder, row->track->path, '\t');
  byline_table_put(stream, row->track->artist, '\t');
  byline_table_put(stream, row->track->album, '\t');
  byline_table_put(stream, row->track->title, '\t');
  fprintf(stream, "%.1f\t%s\t%zu\t%s\t%s\t",
          byline_front_end_time(front_end, row->features->n_frames),
          byline_split_name(row->place.split), row->features->segment.n_frames,
          row->features->name, row->effects);
  byline_table_put(stream, row->place.group, '\t');
  if (row->place.fold > 0) {
    fprintf(stream, "%u", row->place.fold);
  }
  fprintf(stream, "\t%zu\t%s%s", row->features->segment.first, row->backing,
          with_stem ? "\t" : "\n");
  if (with_stem) {
    put_path(stream, folder, row->stem ? row->stem : "", '\n');
  }
}

static BylineStatus write_tracks(const char* path,
                                 const BylineFrontEnd* front_end,
                                 const BylinePreparedTrack* rows, size_t n_rows)
{
  BylineOutput output;
  BYLINE_TRY(byline_output_open(path, &output));
  char* const folder = getcwd(NULL, 0);
  bool with_stem = false;
  for (size_t i = 0; i < n_rows; ++i) {
    with_stem |= rows[i].stem != NULL;
  }
  fprintf(output.stream,
          "path\tartist\talbum\ttitle\tduration\tsplit\tframes\tfeatures\t"
          "effects\tgroup\tfold\tfirst\tbacking%s\n",
          with_stem ? "\tstem" : "");
  for (size_t i = 0; i < n_rows; ++i) {
    put_row(output.stream, folder ? folder : ".", &rows[i], with_stem,
            front_end);
  }
  free(folder);
  return byline_output_commit(&output);
}

/* The old table goes first, so that no table ever stands beside settings that
   are not its own. */
BylineStatus byline_dataset_folder_write(const char* folder,
                                         const BylineFrontEnd* front_end,
                                         const BylineSplitPlan* plan,
                                         const BylinePreparedTrack* rows,
                                         size_t n_rows)
{
  char* const settings = byline_path_join(folder, BYLINE_DATASET_FRONT_END);
  char* const split = byline_path_join(folder, BYLINE_DATASET_SPLIT);
  char* const tracks = byline_path_join(folder, BYLINE_DATASET_TRACKS);
  BylineStatus status = BYLINE_OK;
  if (!settings || !split || !tracks) {
    status = byline_no_memory(folder);
  } else {
    unlink(tracks);
    status = byline_json_write(settings, byline_front_end_to_json(front_end),
                               BYLINE_JSON_DOUBLE);
  }
  BYLINE_THEN(status, byline_split_plan_write(split, plan));
  BYLINE_THEN(status, write_tracks(tracks, front_end, rows, n_rows));
  free(settings);
  free(split);
  free(tracks);
  return status;
}
