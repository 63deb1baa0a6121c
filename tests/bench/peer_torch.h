/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file peer_torch.h
   A peer of bench_nn: PyTorch, in a process of its own; see peer_torch.py.
*/

#ifndef BYLINE_TESTS_BENCH_PEER_TORCH_H
#define BYLINE_TESTS_BENCH_PEER_TORCH_H

#include <stdio.h>
#include <sys/types.h>

/** The other process. */
typedef struct {
  FILE* to;   ///< What it is asked
  FILE* from; ///< What it answers; NULL if there is no peer
  pid_t pid;  ///< Which it is
} PeerTorch;

/** Start it. */
PeerTorch peer_torch_start(void);

/** End it. */
void peer_torch_stop(PeerTorch* peer);

/** Send a line and read the number that answers it; below 0 without a peer. */
double peer_torch_ask(PeerTorch* peer, const char* line);

#endif // BYLINE_TESTS_BENCH_PEER_TORCH_H
