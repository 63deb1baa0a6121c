/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file peer_onnx.h
   A peer of bench_nn: ONNX Runtime, in this process and on one thread.

   peer_onnx.sh fetches it; where that cannot be, there is no peer.
*/

#ifndef BYLINE_TESTS_BENCH_PEER_ONNX_H
#define BYLINE_TESTS_BENCH_PEER_ONNX_H

#include <stdint.h>

/** A network in ONNX Runtime. */
typedef struct PeerOnnx PeerOnnx;

/**
   Load a network, with random weights.

   @param folder Where the library and the networks are, or are put.
   @param shape Of the input.
   @param n_outputs How many numbers the output has.
   @return NULL, with a line on standard error, when that cannot be done.
*/
PeerOnnx* peer_onnx_open(const char* folder, const char* architecture,
                         const int64_t shape[static 4], int n_outputs);

/** What the network is fed with, to be filled in. */
float* peer_onnx_input(PeerOnnx* peer);

/** Run the network.  Returns what comes out, NULL when it failed. */
const float* peer_onnx_run(PeerOnnx* peer);

/** Free it.  NULL is fine. */
void peer_onnx_close(PeerOnnx* peer);

#endif // BYLINE_TESTS_BENCH_PEER_ONNX_H
