/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file snapshot.h
   What the listener last found out, for the audio thread to show.

   A triple buffer: one snapshot is being written, one being read, and the third
   changes hands by one atomic exchange.  Both sides are wait-free, and the
   reader always sees a whole snapshot.
*/

#ifndef BYLINE_PLUGIN_SNAPSHOT_H
#define BYLINE_PLUGIN_SNAPSHOT_H

#include "byline/plugin.h"
#include "byline/recognizer.h"
#include "realtime.h"

#include <stdatomic.h>

/** One snapshot. */
typedef struct {
  BylineAnswer answer; ///< The recogniser's last
  int32_t first;       ///< Number that the model's first artist has in ports
  unsigned changes;    ///< How often the announced artist has changed
  float level;         ///< dBFS RMS
  float load;          ///< Per cent of a core
  float voice;         ///< As byline_recognizer_voice()
} BylineSnapshot;

/** How many output ports show the answer, from BYLINE_PORT_ARTIST_1 on. */
#define BYLINE_N_RANKING (BYLINE_PORT_CONFIDENCE - BYLINE_PORT_ARTIST_1 + 1)

/** How many show how things are, from BYLINE_PORT_STATE on. */
#define BYLINE_N_HEALTH (BYLINE_PORT_LOAD - BYLINE_PORT_STATE + 1)

/** How many show what was added later, from BYLINE_PORT_KNOWN_BY on. */
#define BYLINE_N_LATER (BYLINE_PORT_VOICE - BYLINE_PORT_KNOWN_BY + 1)

/** A snapshot as ports show it, which is all that the audio thread needs. */
typedef struct {
  float ranking[BYLINE_N_RANKING]; ///< In the order of the ports
  float health[BYLINE_N_HEALTH];   ///< Likewise
  float later[BYLINE_N_LATER];     ///< Likewise
  unsigned changes;                ///< As in the snapshot
} BylineShownSnapshot;

/** Set in `between` when the snapshot there has not been read. */
#define BYLINE_SNAPSHOT_NEW 4u

/** The place where snapshots change hands. */
typedef struct {
  BylineShownSnapshot snapshots[3]; ///< Being written, in between, being read
  unsigned writing;                 ///< Index of the writer's
  unsigned reading;                 ///< Index of the reader's
  atomic_uint between; ///< Index of the third, and whether it is new
} BylineSnapshots;

/** A snapshot that nothing has been heard. */
BylineSnapshot byline_snapshot_empty(void);

/** Begin with empty snapshots. */
void byline_snapshots_init(BylineSnapshots* snapshots);

/** Hand over a new snapshot.  Writing thread. */
void byline_snapshots_write(BylineSnapshots* snapshots,
                            const BylineSnapshot* snapshot);

/**
   Get the newest snapshot.  Audio thread.

   @return The reader's until the next call.
*/
static inline const BylineShownSnapshot*
byline_snapshots_read(BylineSnapshots* snapshots) BYLINE_NONBLOCKING
{
  if (atomic_load_explicit(&snapshots->between, memory_order_relaxed) &
      BYLINE_SNAPSHOT_NEW) {
    snapshots->reading =
        atomic_exchange_explicit(&snapshots->between, snapshots->reading,
                                 memory_order_acq_rel) &
        ~BYLINE_SNAPSHOT_NEW;
  }
  return &snapshots->snapshots[snapshots->reading];
}

#endif // BYLINE_PLUGIN_SNAPSHOT_H
