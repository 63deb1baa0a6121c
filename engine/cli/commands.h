/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file commands.h
   The commands: one function and one file each (command_scan.c has `byline
   scan`).

   Each gets its own arguments, argv[0] being the command's name, and returns
   the exit status; see command.h.
*/

#ifndef BYLINE_CLI_COMMANDS_H
#define BYLINE_CLI_COMMANDS_H

int byline_command_learn(int argc, char** argv);
int byline_command_scan(int argc, char** argv);
int byline_command_augment(int argc, char** argv);
int byline_command_clean(int argc, char** argv);
int byline_command_prepare(int argc, char** argv);
int byline_command_train(int argc, char** argv);
int byline_command_crossval(int argc, char** argv);
int byline_command_tune(int argc, char** argv);
int byline_command_ensemble(int argc, char** argv);
int byline_command_evaluate(int argc, char** argv);
int byline_command_robustness(int argc, char** argv);
int byline_command_report(int argc, char** argv);
int byline_command_tsne(int argc, char** argv);
int byline_command_separate(int argc, char** argv);
int byline_command_identify(int argc, char** argv);
int byline_command_explain(int argc, char** argv);
int byline_command_listen(int argc, char** argv);
int byline_command_teach(int argc, char** argv);
int byline_command_artists(int argc, char** argv);
int byline_command_recordings(int argc, char** argv);
int byline_command_info(int argc, char** argv);

#endif // BYLINE_CLI_COMMANDS_H
