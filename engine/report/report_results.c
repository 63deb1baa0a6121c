/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What a report says about how well the model does. */

#include "report/report_sections.h"

#include <math.h>

static char* const* names_of(const BylineReport* r)
{
  return byline_model_info(r->input.target->model)->artists;
}

/* A row of three cells: what, how much, within which interval */
static void add_share(BylineDocument* d, const char* what, double value,
                      const BylineInterval* interval)
{
  byline_document_cell(d, "%s", what);
  byline_document_cell(d, "%.1f %%", 100 * value);
  if (interval) {
    byline_document_cell(d, "%.1f to %.1f %%", 100 * interval->low,
                         100 * interval->high);
  } else {
    byline_document_cell(d, " ");
  }
}

static void add_scores(BylineDocument* d, const BylineEvaluation* e)
{
  const BylineScores clips = byline_scores_compute(&e->clips);
  const BylineScores songs = byline_scores_compute(&e->songs);
  const BylineScores votes = byline_scores_compute(&e->votes);
  byline_document_table(d, 3);
  byline_document_cell(d, "figure");
  byline_document_cell(d, "value");
  byline_document_cell(d, "95 %% interval");
  add_share(d, "songs recognised, all their clips taken together",
            songs.accuracy, &e->song_accuracy);
  add_share(d, "songs recognised, their clips voting", votes.accuracy, NULL);
  add_share(d, "10-s clips recognised", clips.accuracy, &e->accuracy);
  add_share(d, "clips with the artist among the five most probable", e->top5,
            NULL);
  add_share(d, "F1 of clips, artists counting alike (macro)", clips.macro.f1,
            &e->f1);
  add_share(d, "F1 of clips, clips counting alike (micro)", clips.micro.f1,
            NULL);
  add_share(d, "F1 of clips, artists by their clips (weighted)",
            clips.weighted.f1, NULL);
  add_share(d, "pure guessing would give", 1 / (double)e->clips.n_classes,
            NULL);
}

static void add_lengths(BylineReport* r)
{
  double(*const v)[BYLINE_N_LENGTHS] = r->length_values;
  size_t n = 0;
  for (size_t i = 0; i < BYLINE_N_LENGTHS; ++i) {
    const BylineLengthScore* const s = &r->evaluation.lengths[i];
    if (s->n_clips > 0) {
      v[0][n] = s->seconds;
      v[1][n] = s->accuracy;
      v[2][n] = s->interval.low;
      v[3][n] = s->interval.high;
      v[4][n++] = s->song_accuracy;
    }
  }
  r->lengths =
      (BylineCharts){.title = "How much music it takes", .n_charts = 1};
  r->lengths.charts[0] = (BylineChart){
      .x_label = "length of a clip, s",
      .x_high = 30,
      .y_high = 1,
      .y_percent = true,
      .series = {{"clips, with 95 % interval", v[0], v[1], v[2], v[3], n},
                 {"songs, all their clips together", v[0], v[4], NULL, NULL,
                  n}},
      .n_series = 2};
  const BylineFigure figure = byline_charts_figure(&r->lengths);
  byline_document_figure(&r->document, "lengths", &figure,
                         "Clips and songs recognised, by the length of the "
                         "clips that the model is given.");
}

static void add_albums(BylineDocument* d, const BylineAlbumScore* scores)
{
  byline_document_paragraph(
      d, "The songs of an album share a sound that is not the artist's. A "
         "model that relies on it does well only on albums it learnt from:");
  byline_document_table(d, 5);
  static const char* const heads[] = {"album learnt from", "songs", "clips",
                                      "songs recognised", "clips recognised"};
  for (size_t i = 0; i < 5; ++i) {
    byline_document_cell(d, "%s", heads[i]);
  }
  for (int i = 0; i < BYLINE_N_ALBUM_KINDS; ++i) {
    if (scores[i].n_songs > 0) {
      byline_document_cell(d, "%s", byline_album_kind_name((BylineAlbumKind)i));
      byline_document_cell(d, "%zu", scores[i].n_songs);
      byline_document_cell(d, "%zu", scores[i].n_clips);
      byline_document_cell(d, "%.1f %%", 100 * scores[i].song_accuracy);
      byline_document_cell(d, "%.1f %%", 100 * scores[i].accuracy);
    }
  }
}

/* The figures that matter most, in a sentence */
static void add_lead(BylineReport* r)
{
  const BylineEvaluation* const e = &r->evaluation.evaluation;
  byline_document_paragraph(
      &r->document,
      "It recognises the artist of %.0f %% of the songs it has not learnt from "
      "(95 %% confidence interval: %.0f to %.0f %%). Of 10-second clips of "
      "these songs it recognises %.0f %% (%.0f to %.0f %%); for %.0f %% the "
      "right artist is among the five most probable. Guessing would give "
      "%.1f %%.",
      100 * byline_scores_compute(&e->songs).accuracy,
      100 * e->song_accuracy.low, 100 * e->song_accuracy.high,
      100 * byline_scores_compute(&e->clips).accuracy, 100 * e->accuracy.low,
      100 * e->accuracy.high, 100 * e->top5, 100 / (double)e->clips.n_classes);
}

void byline_report_add_results(BylineReport* r)
{
  const BylineModelEvaluation* const e = &r->evaluation;
  byline_document_heading(&r->document, "Results");
  add_lead(r);
  byline_document_paragraph(
      &r->document,
      "Measured on %zu clips of %zu test songs, which the model has not learnt "
      "from. The confidence intervals come from drawing the songs anew 2000 "
      "times (bootstrap).",
      e->predictions.n_clips, e->songs.n);
  add_scores(&r->document, &e->evaluation);
  byline_report_add_reference(r);
  add_lengths(r);
  add_albums(&r->document, e->albums);
}

static void add_artist_table(BylineReport* r)
{
  static const char* const heads[] = {"artist",
                                      "clips",
                                      "songs",
                                      "precision",
                                      "recall",
                                      "F1",
                                      "one-vs-all accuracy"};
  const BylineEvaluation* const e = &r->evaluation.evaluation;
  BylineDocument* const d = &r->document;
  byline_document_table(d, 7);
  for (size_t i = 0; i < 7; ++i) {
    byline_document_cell(d, "%s", heads[i]);
  }
  for (size_t i = 0; i < e->clips.n_classes; ++i) {
    const BylineClassScore score = byline_class_score(&e->clips, i);
    if (score.support > 0) {
      byline_document_cell(d, "%s", names_of(r)[i]);
      byline_document_cell(d, "%zu", score.support);
      byline_document_cell(d, "%zu", byline_class_score(&e->songs, i).support);
      byline_document_cell(d, "%.3f", score.f1.precision);
      byline_document_cell(d, "%.3f", score.f1.recall);
      byline_document_cell(d, "%.3f", score.f1.f1);
      byline_document_cell(d, "%.3f", score.accuracy);
    }
  }
}

static const char* file_name(const char* path)
{
  const char* name = path;
  for (const char* c = path; *c; ++c) {
    name = *c == '/' ? c + 1 : name;
  }
  return name;
}

static void add_pairs(BylineReport* r)
{
  static const char* const heads[] = {"by", "taken for", "clips", "share",
                                      "for example"};
  const BylineModelEvaluation* const e = &r->evaluation;
  BylineDocument* const d = &r->document;
  byline_document_table(d, 5);
  for (size_t i = 0; i < 5; ++i) {
    byline_document_cell(d, "%s", heads[i]);
  }
  for (size_t i = 0; i < e->n_pairs; ++i) {
    const BylineConfusedPair* const pair = &e->pairs[i];
    const BylineClip* const clip = &e->predictions.clips[pair->clips[0]];
    const BylineEvaluationTarget* const s = r->input.target;
    const int seconds = (int)byline_clip_time(s, clip);
    byline_document_cell(d, "%s", names_of(r)[pair->truth]);
    byline_document_cell(d, "%s", names_of(r)[pair->answer]);
    byline_document_cell(d, "%zu", pair->n);
    byline_document_cell(d, "%.0f %%", 100 * pair->share);
    byline_document_cell(
        d, "at %d:%02d of %s", seconds / 60, seconds % 60,
        file_name(byline_dataset_song(s->dataset, clip->song)->path));
  }
}

BylineStatus byline_report_add_artists(BylineReport* r)
{
  byline_document_heading(&r->document, "Artists");
  add_artist_table(r);
  BylineFigure figure;
  const BylineStatus status = byline_confusion_figure(
      &r->evaluation.evaluation.clips, names_of(r), &r->confusion, &figure);
  if (status == BYLINE_OK) {
    byline_document_figure(&r->document, "confusion", &figure,
                           "Clips: a row for each artist, a column for each "
                           "answer; right answers are on the diagonal.");
  } else if (status != BYLINE_ERROR_DATA) {
    return status;
  }
  if (r->evaluation.n_pairs > 0) {
    byline_document_heading(&r->document, "Confusions");
    byline_document_paragraph(
        &r->document, "Which artists it mistakes for others most often, and "
                      "where you can hear it.");
    add_pairs(r);
  }
  return BYLINE_OK;
}

void byline_report_add_map(BylineReport* r)
{
  if (!r->layout) {
    return;
  }
  const BylineFigure figure = byline_map_figure(&r->map);
  byline_document_heading(&r->document, "Map");
  byline_document_figure(
      &r->document, "map", &figure,
      "t-SNE of the last layer's input: clips that sound alike to the model "
      "are close to each other; the distance between groups means little.");
}

static void add_unknown(BylineDocument* d, const BylineUnknownScore* u)
{
  byline_document_paragraph(
      d,
      "Unknown artists: its confidence tells %zu clips by %zu artists it does "
      "not know from clips by those it knows with an area under the ROC curve "
      "of %.3f (songs: %.3f; 0.5 is guessing, 1 is perfect). At the plugin's "
      "default threshold of 0.5 it would name somebody for %.1f %% of the "
      "unknown artists' clips, and for %.1f %% of the known ones'.  Where 5 %% "
      "of the unknown are given a name, %.1f %% of the known clips and %.1f %% "
      "of the known songs are given the right one.",
      u->n_clips, u->n_artists, u->clip_auroc, u->song_auroc, 100 * u->named,
      100 * u->known_named, 100 * u->clips_named_at[1],
      100 * u->songs_named_at[1]);
}

void byline_report_add_calibration(BylineReport* r)
{
  const BylineModelEvaluation* const e = &r->evaluation;
  byline_document_heading(&r->document, "Calibration");
  byline_document_paragraph(
      &r->document,
      "Of the clips it is 70 %% sure about, 70 %% should be right. The "
      "expected calibration error is %.1f %% after temperature scaling (%.3f) "
      "and %.1f %% before; the mean negative log probability of the truth is "
      "%.3f nats.",
      100 * e->evaluation.calibration_error, e->evaluation.temperature,
      100 * e->evaluation.uncalibrated_error, e->evaluation.loss);
  const BylineFigure figure = byline_reliability_figure(&e->reliability);
  byline_document_figure(&r->document, "reliability", &figure,
                         "Where bars end on the diagonal, confidence is right; "
                         "below it the model is too confident, above it not "
                         "confident enough. Pale bars have fewer than five "
                         "clips.");
  if (e->settings.unknown) {
    add_unknown(&r->document, &e->unknown);
  }
}

static const BylineCondition* find_clean(const BylineRobustness* r)
{
  for (size_t i = 0; i < r->n_conditions; ++i) {
    if (!r->conditions[i].effects[0]) {
      return &r->conditions[i];
    }
  }
  return NULL;
}

void byline_report_add_robustness(BylineReport* r)
{
  const BylineCondition* const clean = find_clean(&r->robustness);
  byline_document_heading(&r->document, "Robustness, and fingerprints");
  if (!clean) {
    byline_document_paragraph(
        &r->document, "Not measured yet: 'byline robustness MODEL DATASET -o "
                      "RUN/robustness.json' does it, and the next report shows "
                      "the result.");
    return;
  }
  byline_document_paragraph(
      &r->document,
      "%zu clips of 10 s from %zu %s songs, changed in the ways that music "
      "changes on its way to the listener. The model is compared with "
      "Chromaprint's fingerprints of the same clips, looked up among the %zu "
      "songs that the model learnt from, none of which is played, and among "
      "the very recordings that are played. Unchanged, fingerprints find "
      "%.0f %% of the clips whose recording is indexed, where the model names "
      "the artist of %.0f %%; for songs that are not indexed, fingerprints "
      "name the artist of %.0f %%.",
      r->robustness.n_queries, r->robustness.n_songs,
      byline_split_name(r->robustness.split), r->robustness.n_learnt,
      100 * byline_condition_accuracy(clean, BYLINE_BY_RECORDING),
      100 * byline_condition_accuracy(clean, BYLINE_BY_NETWORK),
      100 * byline_condition_accuracy(clean, BYLINE_BY_LEARNT));
  if (r->robustness.n_answered_by > BYLINE_BY_BOTH) {
    byline_document_paragraph(
        &r->document,
        "Byline's own index of the very recordings finds %.0f %% of them "
        "unchanged, and stays with them at other speeds; with its help, "
        "%.0f %% are named. The model's own figures, here and elsewhere, are "
        "without it.",
        100 * byline_condition_accuracy(clean, BYLINE_BY_INDEX),
        100 * byline_condition_accuracy(clean, BYLINE_BY_BOTH));
  }
  BylineFigure curves;
  BylineFigure bars;
  byline_robustness_figures(&r->robustness, &r->robustness_plot, &curves,
                            &bars);
  byline_document_figure(&r->document, "robustness", &curves,
                         "Speed changes pitch and tempo together, as a "
                         "turntable's pitch fader does.");
  byline_document_figure(&r->document, "conditions", &bars,
                         "Small loudspeakers, halls, and people talking.");
}
