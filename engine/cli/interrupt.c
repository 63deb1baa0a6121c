/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/interrupt.h"

static volatile sig_atomic_t interrupted;

static void handle(int signal_number)
{
  interrupted = signal_number;
}

const volatile sig_atomic_t* byline_interrupt_catch(void)
{
  struct sigaction action = {.sa_handler = handle,
                             .sa_flags = SA_RESTART | (int)SA_RESETHAND};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  return &interrupted;
}

int byline_interrupt_signal(void)
{
  return interrupted ? (int)interrupted : SIGINT;
}
