/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/file.h"
#include "byline/model.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "report/report.h"
#include "report/separation_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char description[] =
    "Tell all about a model on one page: what it is for, how it was trained, "
    "how well it does, how far that can be believed.\n"
    "\n"
    "RUN is a folder that 'byline train' wrote, or a model file; without it, "
    "the page is about the default model. With the "
    "dataset, the model is measured on its test songs. A robustness.json in "
    "RUN, which 'byline robustness -o' writes, is shown too.\n"
    "\n"
    "Of a network that finds voices ('byline train --task=separate'), DATASET "
    "is a folder of stems: what its training held out, if it is the one that "
    "it learnt from.\n"
    "\n"
    "The HTML page needs no other file, no network and no scripts.\n";

/* What the command line says */
typedef struct {
  const char* run;     ///< NULL: the default model
  const char* dataset; ///< NULL: none
  const char* output;  ///< NULL: RUN/report.html
  const char* pdf;     ///< NULL: not wanted
  const char* figures; ///< NULL: not wanted
  const char* robustness;
  const char* notes;
  const char* unknown;
  long jobs;
  bool force;
} Arguments;

/* Files of a run; NULL where there is none */
typedef struct {
  char* model;
  char* reference;
  char* curves;
  char* robustness;
  char* output;
} Files;

static bool parse(int argc, char** argv, Arguments* a, int* result)
{
  const BylineOption table[] = {
      {'o', "output", "FILE",
       "the page (default: report.html in RUN or the working folder)",
       .text = &a->output, .output = BYLINE_OUTPUT_PAGE},
      {0, "pdf", "FILE", "also write it as PDF", .text = &a->pdf,
       .output = BYLINE_OUTPUT_PDF},
      {0, "figures", "FOLDER",
       "also write each picture there, as SVG and as PNG", .text = &a->figures,
       .output = BYLINE_OUTPUT_FIGURES, .in_place = true},
      {0, "robustness", "FILE", "what 'byline robustness -o' wrote",
       .text = &a->robustness, .input = true},
      {0, "notes", "FILE",
       "add this text: the music's licences, who made the model and why",
       .text = &a->notes, .input = true},
      {0, "unknown", "MUSIC",
       "also tell whether it notices artists whom it does not know: those of "
       "this dataset, or of this library, two minutes of each file",
       .text = &a->unknown, .input = true},
      BYLINE_OPTION_FORCE(&a->force),
      BYLINE_OPTION_JOBS(&a->jobs),
      {0}};
  const BylineSyntax syntax = {.command = "report",
                               .operands = "[RUN] [DATASET]",
                               .description = description,
                               .options = table};
  char** operands = NULL;
  *a = (Arguments){.run = NULL};
  if (!byline_options_parse(&syntax, argc, argv, &operands, result)) {
    return false;
  }
  a->run = operands[0];
  a->dataset = a->run ? operands[1] : NULL;
  return true;
}

/* A file of a run, if it is there. */
static char* find_file(const char* run, const char* name)
{
  char* path = byline_path_join(run, name);
  if (path && access(path, F_OK) != 0) {
    free(path);
    path = NULL;
  }
  return path;
}

static BylineStatus find_files(const Arguments* a, Files* f)
{
  struct stat info;
  const bool is_folder =
      a->run && stat(a->run, &info) == 0 && S_ISDIR(info.st_mode);
  *f = (Files){.model = NULL};
  if (!a->run) {
    BYLINE_TRY(byline_model_find_default(NULL, &f->model));
  }
  if (is_folder) {
    f->model = byline_path_join(a->run, "model.safetensors");
    f->reference = find_file(a->run, "statistics.safetensors");
    f->curves = find_file(a->run, "metrics.jsonl");
    f->output = byline_path_join(a->run, "report.html");
    f->robustness = a->robustness ? strdup(a->robustness)
                                  : find_file(a->run, "robustness.json");
  } else {
    f->model = a->run ? strdup(a->run) : f->model;
    f->output = strdup("report.html");
    f->robustness = a->robustness ? strdup(a->robustness) : NULL;
  }
  return f->model && f->output ? BYLINE_OK : byline_no_memory(NULL);
}

static void files_free(Files* f)
{
  free(f->model);
  free(f->reference);
  free(f->curves);
  free(f->robustness);
  free(f->output);
}

static BylineStatus write_report(const Arguments* a, const Files* f,
                                 const BylineDocument* document)
{
  const char* const output = a->output ? a->output : f->output;
  BYLINE_TRY(byline_document_write_html(document, output));
  byline_log(BYLINE_LOG_NOTE, "wrote %s", output);
  if (a->pdf) {
    BYLINE_TRY(byline_document_write_pdf(document, a->pdf));
  }
  if (a->figures) {
    BYLINE_TRY(byline_document_write_figures(document, a->figures));
  }
  return BYLINE_OK;
}

static BylineStatus make_report(const Arguments* a, const Files* f,
                                const BylineEvaluationTarget* target)
{
  const BylineReportInput input = {.model = f->model,
                                   .target = target,
                                   .reference = f->reference,
                                   .curves = f->curves,
                                   .robustness = f->robustness,
                                   .notes = a->notes,
                                   .unknown = a->unknown};
  BylineReport* const report = calloc(1, sizeof(*report));
  if (!report) {
    return byline_no_memory(NULL);
  }
  BylineStatus status = byline_report_make(&input, report);
  BYLINE_THEN(status, write_report(a, f, &report->document));
  byline_report_free(report);
  free(report);
  return status;
}

/* A report on a network that finds voices */
static BylineStatus report_separation(const Arguments* a, const Files* f,
                                      const volatile sig_atomic_t* stop)
{
  if (a->robustness || a->unknown) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s finds voices: --robustness and --unknown are for "
                        "models of artists",
                        f->model);
  }
  const BylineSeparationReportInput input = {.model = f->model,
                                             .stems = a->dataset,
                                             .curves = f->curves,
                                             .notes = a->notes,
                                             .n_threads = (unsigned)a->jobs,
                                             .stop = stop};
  BylineSeparationReport report;
  BylineStatus status = byline_separation_report_make(&input, &report);
  BYLINE_THEN(status, write_report(a, f, &report.document));
  byline_separation_report_free(&report);
  return status;
}

/* A report on a model of artists */
static BylineStatus report_artists(const Arguments* a, const Files* f,
                                   const volatile sig_atomic_t* stop)
{
  BylineEvaluationTarget target = {.model = NULL};
  BylineStatus status = byline_evaluation_target_open(
      f->model, a->dataset, (unsigned)a->jobs, stop, &target);
  if (status == BYLINE_OK && a->dataset) {
    status = byline_learnt_songs_tell(&target.learnt, BYLINE_TEST);
  }
  BYLINE_THEN(status, make_report(a, f, &target));
  byline_evaluation_target_close(&target);
  return status;
}

int byline_command_report(int argc, char** argv)
{
  Arguments a;
  int result = 0;
  if (!parse(argc, argv, &a, &result)) {
    return result;
  }
  const volatile sig_atomic_t* const stop = byline_interrupt_catch();
  Files files;
  BylineStatus status = find_files(&a, &files);
  if (status == BYLINE_OK && !a.output) {
    const BylineOutputPlace page = {.kind = BYLINE_OUTPUT_PAGE,
                                    .path = files.output};
    status = byline_output_place_check(&page, a.force);
  }
  BYLINE_THEN(status, byline_voice_model_is(files.model)
                          ? report_separation(&a, &files, stop)
                          : report_artists(&a, &files, stop));
  files_free(&files);
  return byline_command_end(status);
}
