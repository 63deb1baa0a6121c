/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/subject_options.h"

#include "cli/command.h"
#include "cli/interrupt.h"

const char* const byline_split_choices[] = {[BYLINE_TRAIN] = "train",
                                            [BYLINE_VALIDATION] = "validation",
                                            [BYLINE_TEST] = "test",
                                            NULL};

int byline_command_on_subject(const BylineSubjectChoice* choice,
                              BylineSubjectWork work, const void* arguments)
{
  const volatile sig_atomic_t* const stop = byline_interrupt_catch();
  BylineSubject subject;
  BylineStatus status = byline_subject_open(
      choice->model, choice->dataset, (unsigned)choice->jobs, stop, &subject);
  if (status == BYLINE_OK) {
    status =
        byline_learnt_songs_tell(&subject.learnt, (BylineSplit)choice->split);
  }
  if (status == BYLINE_OK) {
    status = work(arguments, &subject);
  }
  byline_subject_close(&subject);
  return byline_command_end(status);
}
