/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/clip_prediction.h"

#include "base/stop.h"

#include <stdlib.h>
#include <string.h>

/* Clips that go through the network at once, for each thread */
#define CLIPS_PER_THREAD 8

/* A run over the clips */
typedef struct {
  const BylinePredictor* predictor;
  const BylineClipSource* source;
  BylinePlan* plan;
  BylineNetworkOutputs* outputs;
  float* columns; ///< One clip for each thread
  size_t first;   ///< First clip of the batch being filled
} Run;

static void fill_images(void* context, unsigned thread, size_t begin,
                        size_t end)
{
  const Run* const run = context;
  const BylineFrontEnd* const front_end = run->predictor->front_end;
  const BylineClipSource* const source = run->source;
  const size_t size = byline_front_end_cells(front_end) * source->n_frames;
  float* const columns = run->columns + thread * size;
  for (size_t i = begin; i < end; ++i) {
    source->columns(source->user, run->first + i, columns);
    byline_clip_normalize(front_end, columns, source->n_frames,
                          byline_plan_input(run->plan) + i * size);
  }
}

static BylineStatus no_memory(const BylineClipSource* source)
{
  return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu clips",
                      source->n_clips);
}

static size_t class_count(const Run* run)
{
  return byline_network_shape(run->predictor->network)->n_classes;
}

/* Keep a batch's answers.  How many features there are is known only now. */
static BylineStatus keep(Run* run, const float* logits, size_t n)
{
  BylineNetworkOutputs* const r = run->outputs;
  const size_t n_classes = class_count(run);
  const float* const features =
      byline_plan_embedding(run->plan, &r->n_features);
  if (!r->embeddings) {
    r->embeddings =
        malloc(run->source->n_clips * r->n_features * sizeof(*r->embeddings));
  }
  if (!r->embeddings) {
    return no_memory(run->source);
  }
  if (logits) {
    memcpy(r->logits + run->first * n_classes, logits,
           n * n_classes * sizeof(*logits));
  }
  memcpy(r->embeddings + run->first * r->n_features, features,
         n * r->n_features * sizeof(*features));
  return BYLINE_OK;
}

static BylineStatus run_batches(Run* run, size_t batch)
{
  const BylinePredictor* const predictor = run->predictor;
  const size_t n_clips = run->source->n_clips;
  for (run->first = 0; run->first < n_clips; run->first += batch) {
    BYLINE_TRY(byline_stop_check(predictor->stop));
    const size_t left = n_clips - run->first;
    const size_t n = left < batch ? left : batch;
    BYLINE_TRY(byline_plan_set_shape(run->plan, n, run->source->n_frames));
    byline_thread_pool_run(predictor->pool, fill_images, run, n);
    BYLINE_TRY(keep(run, byline_plan_forward(run->plan), n));
  }
  return BYLINE_OK;
}

static BylineStatus allocate(Run* run, unsigned n_threads)
{
  const BylineClipSource* const source = run->source;
  const size_t size =
      byline_front_end_cells(run->predictor->front_end) * source->n_frames;
  const bool wanted = !run->predictor->embeddings_only;
  run->outputs->logits =
      wanted ? malloc(source->n_clips * class_count(run) * sizeof(float))
             : NULL;
  run->columns = malloc(n_threads * size * sizeof(float));
  return run->columns && (run->outputs->logits || !wanted) ? BYLINE_OK
                                                           : no_memory(source);
}

BylineStatus byline_clips_predict(const BylinePredictor* predictor,
                                  const BylineClipSource* source,
                                  BylineNetworkOutputs* outputs)
{
  *outputs = (BylineNetworkOutputs){.n_features = 0};
  const unsigned n_threads = byline_thread_pool_size(predictor->pool);
  const size_t batch = (size_t)n_threads * CLIPS_PER_THREAD;
  const BylinePlanSettings settings = {.mode = predictor->embeddings_only
                                                   ? BYLINE_PLAN_EMBED
                                                   : BYLINE_PLAN_INFER,
                                       .max_batch = batch,
                                       .max_frames = source->n_frames,
                                       .pool = predictor->pool};
  Run run = {.predictor = predictor, .source = source, .outputs = outputs};
  BylineStatus status = allocate(&run, n_threads);
  BYLINE_THEN(status,
              byline_plan_new(predictor->network, &settings, &run.plan));
  BYLINE_THEN(status, run_batches(&run, batch));
  byline_plan_free(run.plan);
  free(run.columns);
  if (status != BYLINE_OK) {
    byline_network_outputs_free(outputs);
  }
  return status;
}

void byline_network_outputs_free(BylineNetworkOutputs* outputs)
{
  free(outputs->logits);
  free(outputs->embeddings);
  *outputs = (BylineNetworkOutputs){.n_features = 0};
}
