/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#define KERNELS byline_kernels_portable
#define NAME "portable"
#define VECTOR 4
#define MAX_PIXELS 6
#include "nn/kernels_template.h"
