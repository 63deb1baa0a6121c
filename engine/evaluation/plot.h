/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file plot.h
   Figures as pictures.
*/

#ifndef BYLINE_EVALUATION_PLOT_H
#define BYLINE_EVALUATION_PLOT_H

#include "byline/evaluation.h"
#include "byline/status.h"

/**
   Draw a confusion matrix: a row for each class in truth, a column for each
   answer, cells coloured by their share of the row and numbered in percent.

   Classes that do not occur in truth get no row and no column.

   @param path Where to put it; SVG when it ends in ".svg", PNG otherwise.
   @param names One per class, UTF-8.
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_DATA (nothing to draw, or
   too much) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_plot_confusion(const char* path,
                                   const BylineConfusion* confusion,
                                   char* const* names);

#endif // BYLINE_EVALUATION_PLOT_H
