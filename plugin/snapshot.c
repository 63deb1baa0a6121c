/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "snapshot.h"

#include "byline/front_end.h"

#include <assert.h>
#include <math.h>

_Static_assert(BYLINE_N_RANKING == 2 * BYLINE_TOP + 2 &&
                   BYLINE_PORT_CURRENT + 1 == BYLINE_PORT_CONFIDENCE,
               "artists, their probabilities, whom, how surely");
_Static_assert(BYLINE_PORT_LEVEL > BYLINE_PORT_STATE &&
                   BYLINE_PORT_LEVEL < BYLINE_PORT_LOAD,
               "the state first, the load last");
_Static_assert(BYLINE_N_LATER == 3,
               "what knows whom, how fast they are played, whether they sing");

BylineSnapshot byline_snapshot_empty(void)
{
  BylineSnapshot snapshot = {
      .answer = {.artist = -1}, .level = BYLINE_SILENCE_DB, .voice = -1};
  for (int i = 0; i < BYLINE_TOP; ++i) {
    snapshot.answer.top[i].artist = -1;
  }
  return snapshot;
}

/* The number of an artist in ports: those whom only a recording knows have
   none */
static float number(const BylineSnapshot* snapshot, int32_t artist)
{
  return artist < 0 || artist == BYLINE_RECORDING_ARTIST
             ? -1
             : (float)(artist + snapshot->first);
}

static float percent_faster(const BylineAnswer* answer)
{
  return answer->known_by == BYLINE_KNOWN_BY_RECORDING
             ? fminf(fmaxf(100 * (answer->recording.speed - 1), -50), 50)
             : 0;
}

static BylineShownSnapshot shown(const BylineSnapshot* snapshot)
{
  const BylineAnswer* const answer = &snapshot->answer;
  BylineShownSnapshot shown = {.changes = snapshot->changes};
  float* const ranking = shown.ranking;
  for (unsigned i = 0; i < BYLINE_TOP; ++i) {
    ranking[i] = number(snapshot, answer->top[i].artist);
    ranking[BYLINE_TOP + i] = answer->top[i].probability;
  }
  ranking[BYLINE_PORT_CURRENT - BYLINE_PORT_ARTIST_1] =
      number(snapshot, answer->artist);
  ranking[BYLINE_PORT_CONFIDENCE - BYLINE_PORT_ARTIST_1] = answer->confidence;
  shown.health[0] = (float)answer->state;
  shown.health[BYLINE_PORT_LEVEL - BYLINE_PORT_STATE] = snapshot->level;
  shown.health[BYLINE_PORT_LOAD - BYLINE_PORT_STATE] = snapshot->load;
  shown.later[0] = (float)answer->known_by;
  shown.later[BYLINE_PORT_SPEED - BYLINE_PORT_KNOWN_BY] =
      percent_faster(answer);
  shown.later[BYLINE_PORT_VOICE - BYLINE_PORT_KNOWN_BY] = snapshot->voice;
  return shown;
}

void byline_snapshots_init(BylineSnapshots* snapshots)
{
  const BylineSnapshot empty = byline_snapshot_empty();
  for (unsigned i = 0; i < 3; ++i) {
    snapshots->snapshots[i] = shown(&empty);
  }
  snapshots->writing = 0;
  snapshots->reading = 1;
  atomic_init(&snapshots->between, 2);
}

void byline_snapshots_write(BylineSnapshots* snapshots,
                            const BylineSnapshot* snapshot)
{
  assert(snapshots->writing < 3);
  snapshots->snapshots[snapshots->writing] = shown(snapshot);
  snapshots->writing =
      atomic_exchange_explicit(&snapshots->between,
                               snapshots->writing | BYLINE_SNAPSHOT_NEW,
                               memory_order_acq_rel) &
      ~BYLINE_SNAPSHOT_NEW;
}
