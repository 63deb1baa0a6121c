/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file networks.h
   The networks that are measured, and on what.
*/

#ifndef BYLINE_BENCH_NETWORKS_H
#define BYLINE_BENCH_NETWORKS_H

#define N_MELS 128
#define N_FRAMES 266
#define N_CLASSES 23

/* The usual ensemble, spelled out */
#define ENSEMBLE_ARCHITECTURE                                                  \
  "resnet:width=16,blocks=2-2-2-2,dropout=0.2+"                                \
  "wavenet:width=32,skip=64,layers=6,stacks=2,kernel=2,dropout=0.2"

static const char* const architectures[] = {
    "resnet:width=16,blocks=2-2-2-2,dropout=0.2",
    "resnet:width=32,blocks=2-2-2-2,dropout=0.2",
    "resnext:width=32,cardinality=8,blocks=2-2-2-2,dropout=0.2",
    "densenet:growth=16,blocks=3-4-4-3,compression=0.5,dropout=0.2",
    "wavenet:width=32,skip=64,layers=6,stacks=2,kernel=2,dropout=0.2",
    "crnn:width=16,units=32,layers=2,dropout=0.2",
    ENSEMBLE_ARCHITECTURE,
};

/* A whole model of three channels, as the one in the box was until it was of
   statistics alone, which peers do not have */
#define LARGE_ARCHITECTURE                                                     \
  "resnet:width=16,blocks=2-2-2-2,dropout=0.2+"                                \
  "resnet:width=16,blocks=2-2-2-2,dropout=0.2+"                                \
  "resnet:width=16,blocks=2-2-2-2,dropout=0.2+"                                \
  "wavenet:width=32,skip=64,layers=6,stacks=2,kernel=2,dropout=0.2"
#define LARGE_CHANNELS 3
#define LARGE_CLASSES 40

#endif // BYLINE_BENCH_NETWORKS_H
