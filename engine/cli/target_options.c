/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/target_options.h"

#include "cli/command.h"
#include "cli/interrupt.h"

const char* const byline_split_choices[] = {[BYLINE_TRAIN] = "train",
                                            [BYLINE_VALIDATION] = "validation",
                                            [BYLINE_TEST] = "test",
                                            NULL};

bool byline_target_parse(const BylineSyntax* syntax, int argc, char** argv,
                         BylineTargetChoice* target, int* result)
{
  char** operands = NULL;
  if (!byline_options_parse(syntax, argc, argv, &operands, result)) {
    return false;
  }
  target->model = operands[0];
  target->dataset = operands[1];
  return true;
}

int byline_command_on_target(const BylineTargetChoice* choice,
                             BylineTargetWork work, const void* arguments)
{
  const volatile sig_atomic_t* const stop = byline_interrupt_catch();
  BylineEvaluationTarget target;
  BylineStatus status = byline_evaluation_target_open(
      choice->model, choice->dataset, (unsigned)choice->jobs, stop, &target);
  BYLINE_THEN(status, byline_learnt_songs_tell(&target.learnt,
                                               (BylineSplit)choice->split));
  BYLINE_THEN(status, work(arguments, &target));
  byline_evaluation_target_close(&target);
  return byline_command_end(status);
}
