/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/explain.h"
#include "explain/occlusion.h"
#include "recognizer/roster.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Probabilities less than this are all the same */
#define LEAST_PROBABILITY ((double)FLT_MIN)

const BylineOcclusion byline_occlusion_default = {
    .fill = BYLINE_FILL_MEAN, .share = 1, .reach = 0};

struct BylineExplanation {
  BylineQuestion question;
  BylineOcclusion occlusion;
  BylineFrontEnd front_end;
  BylineOccludedPicture picture;
  float* image;         ///< The picture's
  float* fill;          ///< The picture's
  float* classes;       ///< The model's answer to one picture
  float* probabilities; ///< The list's answer to one picture
  BylinePlan* plan;
  size_t batch;  ///< Looks of a step
  size_t n_done; ///< Cells done
  double whole;  ///< Log-odds of the artist in the whole clip
  BylineEvidence evidence;
};

static size_t count_artists(const BylineExplanation* e)
{
  return e->question.roster ? byline_roster_count(e->question.roster)
                            : byline_model_info(e->question.model)->n_artists;
}

/* ---- what the model says */

/* Turn the answer to picture `i` of the last forward pass into probabilities;
   those of a broken network count as nothing */
static const float* judge(BylineExplanation* e, const float* logits, size_t i)
{
  const BylineModelInfo* const info = byline_model_info(e->question.model);
  size_t n_features = 0;
  const float* const embeddings = byline_plan_embedding(e->plan, &n_features);
  byline_softmax(logits + i * info->n_artists, 1, info->n_artists,
                 info->temperature, e->classes);
  for (size_t k = 0; k < info->n_artists; ++k) {
    e->classes[k] = isfinite(e->classes[k]) ? e->classes[k] : 0;
  }
  if (!e->question.roster) {
    return e->classes;
  }
  byline_roster_judge(e->question.roster, e->classes,
                      embeddings + i * n_features, n_features,
                      e->probabilities);
  return e->probabilities;
}

/* Of one artist against all others */
static double odds_of_probabilities(const float* probabilities, size_t n,
                                    int32_t artist)
{
  double others = 0;
  for (size_t i = 0; i < n; ++i) {
    others += i == (size_t)artist ? 0 : (double)probabilities[i];
  }
  return log(fmax((double)probabilities[artist], LEAST_PROBABILITY) /
             fmax(others, LEAST_PROBABILITY));
}

/* The same from logits: exact also where no probability of others is left */
static double odds_of_logits(const float* logits, size_t n, double temperature,
                             int32_t artist)
{
  double most = -INFINITY;
  double others = 0;
  for (size_t i = 0; i < n; ++i) {
    most = i == (size_t)artist ? most : fmax(most, (double)logits[i]);
  }
  for (size_t i = 0; i < n; ++i) {
    others +=
        i == (size_t)artist ? 0 : exp(((double)logits[i] - most) / temperature);
  }
  /* The likeliest other one counts 1 */
  return ((double)logits[artist] - most) / temperature - log(fmax(others, 1));
}

/* Log-odds of an artist in picture `i` of the last forward pass.  Taught
   artists have probabilities only, and so have the answers of a broken network.
 */
static double log_odds(BylineExplanation* e, const float* logits, size_t i,
                       int32_t artist)
{
  const BylineModelInfo* const info = byline_model_info(e->question.model);
  const size_t n = info->n_artists;
  const double odds = e->question.roster || n < 2
                          ? NAN
                          : odds_of_logits(logits + i * n, n,
                                           (double)info->temperature, artist);
  return isfinite(odds) ? odds
                        : odds_of_probabilities(judge(e, logits, i),
                                                count_artists(e), artist);
}

/* What the network says of one picture */
static const float* hear(BylineExplanation* e, const float* image)
{
  const BylineOccludedPicture* const p = &e->picture;
  /* Cannot fail: the plan was made for the most of both */
  (void)byline_plan_set_shape(e->plan, 1, p->n_frames);
  memcpy(byline_plan_input(e->plan), image,
         p->n_channels * p->n_mels * p->n_frames * sizeof(*image));
  return byline_plan_forward(e->plan);
}

float byline_explanation_ask(BylineExplanation* explanation, const float* image)
{
  const float* const logits = hear(explanation, image);
  return judge(explanation, logits, 0)[explanation->evidence.artist];
}

const BylineOccludedPicture*
byline_explanation_picture(const BylineExplanation* explanation)
{
  return &explanation->picture;
}

/* ---- making and freeing */

static void lay_grid(BylineEvidence* evidence, const BylineFrontEnd* fe,
                     size_t n_frames)
{
  const double seconds = byline_front_end_time(fe, n_frames);
  const size_t n = (size_t)(seconds / (double)BYLINE_EVIDENCE_SECONDS + 0.5);
  evidence->n_frames = n_frames;
  evidence->n_mels = fe->n_mels;
  evidence->n_times = n < 1                       ? 1
                      : n > BYLINE_EVIDENCE_TIMES ? BYLINE_EVIDENCE_TIMES
                                                  : n;
  evidence->n_bands =
      fe->n_mels < BYLINE_EVIDENCE_BANDS ? fe->n_mels : BYLINE_EVIDENCE_BANDS;
}

static BylineStatus allocate(BylineExplanation* e)
{
  const BylineOccludedPicture* const p = &e->picture;
  const size_t n_rows = p->n_channels * p->n_mels;
  e->image = calloc(n_rows * p->n_frames, sizeof(*e->image));
  e->fill = calloc(n_rows, sizeof(*e->fill));
  e->classes = calloc(byline_model_info(e->question.model)->n_artists,
                      sizeof(*e->classes));
  e->probabilities = calloc(count_artists(e) + 1, sizeof(*e->probabilities));
  if (!e->image || !e->fill || !e->classes || !e->probabilities) {
    return byline_no_memory("an explanation");
  }
  const BylinePlanSettings settings = {.mode = BYLINE_PLAN_INFER,
                                       .max_batch = e->batch,
                                       .max_frames = p->n_frames,
                                       .pool = e->question.pool};
  return byline_plan_new(byline_model_network(e->question.model), &settings,
                         &e->plan);
}

/* Look at the whole clip, and choose whom to explain if nobody was named */
static BylineStatus look_at_all(BylineExplanation* e, const float* columns)
{
  byline_clip_normalize(&e->front_end, columns, e->picture.n_frames, e->image);
  byline_occlusion_fill(&e->picture, e->occlusion.fill, e->fill);
  const size_t n = count_artists(e);
  const float* const logits = hear(e, e->image);
  const float* const p = judge(e, logits, 0);
  int32_t artist = e->question.artist;
  for (size_t i = 0; e->question.artist < 0 && i < n; ++i) {
    artist = artist < 0 || p[i] > p[artist] ? (int32_t)i : artist;
  }
  if (artist < 0 || (size_t)artist >= n) {
    return byline_error(BYLINE_ERROR_DATA, "there is no artist to explain");
  }
  e->evidence.artist = artist;
  e->evidence.probability = p[artist];
  e->whole = log_odds(e, logits, 0, artist);
  return BYLINE_OK;
}

static BylineStatus begin(BylineExplanation* e, const float* columns,
                          size_t n_frames)
{
  const BylineFrontEnd* const fe = &e->front_end;
  const size_t most =
      byline_front_end_frames(fe, (double)BYLINE_EXPLAIN_SECONDS);
  const size_t n = n_frames < most ? n_frames : most;
  /* As the recogniser looks */
  const size_t network_min =
      byline_network_min_frames(byline_model_network(e->question.model));
  const size_t usual = byline_front_end_frames(fe, (double)BYLINE_MIN_WINDOW);
  const size_t least = usual > network_min ? usual : network_min;
  if (n < least) {
    return byline_error(BYLINE_ERROR_DATA,
                        "too short to be explained: %.1f s of sound are "
                        "needed",
                        byline_front_end_time(fe, least));
  }
  e->picture =
      (BylineOccludedPicture){.n_channels = byline_front_end_channels(fe),
                              .n_mels = fe->n_mels,
                              .n_frames = n};
  lay_grid(&e->evidence, fe, n);
  const BylineStatus status = allocate(e);
  e->picture.image = e->image;
  e->picture.fill = e->fill;
  return status == BYLINE_OK
             ? look_at_all(e, columns +
                                  (n_frames - n) * byline_front_end_cells(fe))
             : status;
}

BylineStatus byline_explanation_new_with(const BylineQuestion* question,
                                         const BylineOcclusion* occlusion,
                                         const float* columns, size_t n_frames,
                                         BylineExplanation** explanation)
{
  BylineExplanation* const e = calloc(1, sizeof(*e));
  *explanation = NULL;
  if (!e) {
    return byline_no_memory("an explanation");
  }
  e->question = *question;
  e->occlusion = *occlusion;
  e->front_end = byline_model_info(question->model)->front_end;
  e->batch = question->pool ? byline_thread_pool_size(question->pool) : 1;
  const BylineStatus status = begin(e, columns, n_frames);
  if (status != BYLINE_OK) {
    byline_explanation_free(e);
    return status;
  }
  *explanation = e;
  return BYLINE_OK;
}

BylineStatus byline_explanation_new(const BylineQuestion* question,
                                    const float* columns, size_t n_frames,
                                    BylineExplanation** explanation)
{
  return byline_explanation_new_with(question, &byline_occlusion_default,
                                     columns, n_frames, explanation);
}

void byline_explanation_free(BylineExplanation* explanation)
{
  if (explanation) {
    byline_plan_free(explanation->plan);
    free(explanation->image);
    free(explanation->fill);
    free(explanation->classes);
    free(explanation->probabilities);
    free(explanation);
  }
}

/* ---- the work */

static size_t count_cells(const BylineExplanation* e)
{
  return e->evidence.n_times * e->evidence.n_bands;
}

bool byline_explanation_step(BylineExplanation* explanation)
{
  BylineExplanation* const e = explanation;
  BylineEvidence* const evidence = &e->evidence;
  const BylineOccludedPicture* const p = &e->picture;
  const size_t size = p->n_channels * p->n_mels * p->n_frames;
  const size_t rest = count_cells(e) - e->n_done;
  const size_t n = rest < e->batch ? rest : e->batch;
  if (n == 0) {
    return false;
  }
  (void)byline_plan_set_shape(e->plan, n, p->n_frames);
  for (size_t i = 0; i < n; ++i) {
    float* const image = byline_plan_input(e->plan) + i * size;
    memcpy(image, e->image, size * sizeof(*image));
    byline_occlusion_apply(p, &e->occlusion, evidence, e->n_done + i, image);
  }
  const float* const logits = byline_plan_forward(e->plan);
  for (size_t i = 0; i < n; ++i) {
    const double without = log_odds(e, logits, i, evidence->artist);
    evidence->values[e->n_done + i] = (float)(e->whole - without);
  }
  e->n_done += n;
  return e->n_done < count_cells(e);
}

const BylineEvidence*
byline_explanation_evidence(const BylineExplanation* explanation)
{
  return &explanation->evidence;
}

BylineStatus byline_explain(const BylineQuestion* question,
                            const float* columns, size_t n_frames,
                            BylineEvidence* evidence)
{
  BylineExplanation* explanation = NULL;
  BYLINE_TRY(byline_explanation_new(question, columns, n_frames, &explanation));
  while (byline_explanation_step(explanation)) {
  }
  *evidence = explanation->evidence;
  byline_explanation_free(explanation);
  return BYLINE_OK;
}
