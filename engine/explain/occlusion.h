/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file occlusion.h
   Patches of a picture without features.
*/

#ifndef BYLINE_EXPLAIN_OCCLUSION_H
#define BYLINE_EXPLAIN_OCCLUSION_H

#include "byline/explain.h"

#include <stddef.h>

/** What stands in the place of what is taken out. */
typedef enum {
  BYLINE_FILL_MEAN,  ///< The clip's mean level
  BYLINE_FILL_BAND,  ///< Each band's mean over the clip
  BYLINE_FILL_FLOOR, ///< The least that is anywhere in the clip
  BYLINE_N_FILLS
} BylineFill;

/** How a patch is taken out. */
typedef struct {
  BylineFill fill;
  float share;  ///< How much of the way to the fill each value goes, 0 to 1; a
                ///< little of it makes occlusion gradient times input
  size_t reach; ///< Cells that a patch has beyond its own, to each side
} BylineOcclusion;

/** How byline_explain() does it; chosen by tests/bench/bench_explain.c. */
extern const BylineOcclusion byline_occlusion_default;

/** A picture that patches are taken out of. */
typedef struct {
  const float* image; ///< `n_channels` x `n_mels` x `n_frames`
  const float* fill;  ///< `n_channels` x `n_mels`: what goes in their place
  size_t n_channels;
  size_t n_mels;
  size_t n_frames;
} BylineOccludedPicture;

/** Work out what goes in the place of patches, into `values`, which has
    n_channels x n_mels of them. */
void byline_occlusion_fill(const BylineOccludedPicture* picture,
                           BylineFill fill, float* values);

/**
   Take one cell's patch out of a copy of the picture.

   @param evidence Has the grid.
   @param cell t n_bands + b.
   @param[in,out] image The copy.
*/
void byline_occlusion_apply(const BylineOccludedPicture* picture,
                            const BylineOcclusion* occlusion,
                            const BylineEvidence* evidence, size_t cell,
                            float* image);

/** As byline_explanation_new(), in another way. */
BylineStatus byline_explanation_new_with(const BylineQuestion* question,
                                         const BylineOcclusion* occlusion,
                                         const float* columns, size_t n_frames,
                                         BylineExplanation** explanation);

/**
   What a model makes of a picture: the probability of an artist.

   @param explanation Whose plan, model and roster are used.
   @param image As `BylineOccludedPicture.image`.
*/
float byline_explanation_ask(BylineExplanation* explanation,
                             const float* image);

/** The clip's picture; the explanation's own. */
const BylineOccludedPicture*
byline_explanation_picture(const BylineExplanation* explanation);

#endif // BYLINE_EXPLAIN_OCCLUSION_H
