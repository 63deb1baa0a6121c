/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* `byline listen`: who plays now, in JACK, until Ctrl-C. */

#include "announce/osc.h"
#include "announce/template.h"
#include "audio/jack_input.h"
#include "base/json.h"
#include "byline/history.h"
#include "byline/recognizer.h"
#include "cli/answerer.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "recognizer/announcement.h"
#include "recognizer/history_json.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Sound waits for so long while the network is at work, in s */
#define ROOM 20

/* How often it is looked for, in ms, and in pieces of how many frames */
enum { PAUSE_MS = 50, PIECE = 4096 };

/* What the command line asks for */
typedef struct {
  const char* model_path;     ///< NULL for the default model
  const char* from;           ///< What to listen to; NULL for the sound card
  const char* template;       ///< Of a line
  const char* osc;            ///< Where to send to; NULL for nowhere
  const char* history;        ///< Where to write who played, NULL for nowhere
  BylineHistoryFormat format; ///< Of the history
  bool json;                  ///< JSON rather than text
} Options;

/* What listens */
typedef struct {
  const Options* options;
  BylineAnswerer answerer;
  BylineJackInput* input;
  BylineRecordings* recordings; ///< The user's index, or NULL
  BylineRecognizer* recognizer;
  BylineOsc* osc; ///< NULL for none
  BylineHistory history;
  bool broken; ///< Nobody reads what is printed any more
} Listening;

static const char description[] =
    "Tell who plays in JACK, as it changes: a line when somebody is announced, "
    "and when nobody known plays any more; with the title where the index of "
    "known recordings ('byline recordings') has it.  Ctrl-C ends it.\n"
    "\n"
    "Under PipeWire, 'pw-jack byline listen --connect=monitor' listens to all "
    "that is heard on this machine.\n";

static const char notes[] =
    "In the template, {artist}, {title}, {album}, {speed} and {probability} "
    "stand for what is known; what is in square brackets is left out where a "
    "key in it is not.\n";

/* ---- what is told */

static void print_text(const Options* options, const BylineHistoryEntry* entry)
{
  char clock[16] = "";
  const time_t now = (time_t)entry->clock;
  struct tm local;
  if (localtime_r(&now, &local)) {
    strftime(clock, sizeof(clock), "%H:%M:%S", &local);
  }
  char* const line = byline_template_fill(options->template, entry);
  printf("%s  %s\n", clock,
         line && line[0] ? line : byline_history_name(entry));
  free(line);
}

static void print_json(const BylineHistoryEntry* entry)
{
  json_t* const object = byline_history_entry_json(entry);
  if (object) {
    json_object_del(object, "end"); // it goes on
    (void)byline_json_print_line(object, stdout, BYLINE_JSON_DOUBLE);
  }
}

static void on_answer(void* user, const BylineAnswer* answer)
{
  Listening* const listening = user;
  if (!answer->changed && !answer->refined) {
    return;
  }
  BylineHistoryEntry entry = byline_announcement(
      answer, byline_roster_names(listening->answerer.roster));
  BylineHistory* const history = &listening->history;
  if (answer->changed) {
    byline_history_end(history, entry.begin);
  } else if (history->n > 0) {
    /* Whoever plays stays, but now the recording is known, too */
    entry.begin = history->entries[history->n - 1].begin;
    entry.clock = history->entries[history->n - 1].clock;
    byline_history_cut(history, history->n - 1);
  }
  (void)byline_history_add(history, &entry);
  if (listening->options->json) {
    print_json(&entry);
  } else {
    print_text(listening->options, &entry);
  }
  listening->broken |= fflush(stdout) != 0;
  if (listening->osc && byline_osc_tell(listening->osc, &entry) != BYLINE_OK &&
      byline_error_message()[0]) {
    byline_log(BYLINE_LOG_WARNING, "%s", byline_error_message());
  }
}

/* ---- listening */

static BylineStatus open_all(Listening* listening)
{
  const Options* const options = listening->options;
  if (options->osc) {
    BYLINE_TRY(byline_osc_open(options->osc, &listening->osc));
  }
  BYLINE_TRY(byline_jack_input_open(options->from, &listening->input));
  BYLINE_TRY(byline_answerer_open(options->model_path, &listening->answerer));
  const BylineRecognizerSettings settings =
      byline_recognizer_settings_default();
  const BylineRecognizerEvents events = {.answer = on_answer,
                                         .user = listening};
  BYLINE_TRY(byline_recognizer_new(listening->answerer.model,
                                   byline_jack_input_rate(listening->input),
                                   &settings, &events, &listening->recognizer));
  BYLINE_TRY(byline_recognizer_set_roster(listening->recognizer,
                                          listening->answerer.roster));
  listening->recordings = byline_answerer_open_index();
  BYLINE_TRY(byline_recognizer_set_recordings(listening->recognizer,
                                              listening->recordings));
  return byline_jack_input_start_buffered(listening->input, ROOM);
}

/* Hear what has come; returns how many frames that were */
static size_t hear(Listening* listening)
{
  float left[PIECE];
  float right[PIECE];
  size_t n = 0;
  size_t sum = 0;
  while (!listening->broken &&
         (n = byline_jack_input_read(listening->input, left, right, PIECE))) {
    byline_recognizer_push(listening->recognizer, left, right, n);
    sum += n;
  }
  return sum;
}

/* Until it is interrupted or the server goes; returns the seconds heard */
static BylineStatus hear_all(Listening* listening,
                             const volatile sig_atomic_t* interrupted,
                             double* seconds)
{
  const struct timespec pause = {0, PAUSE_MS * 1000000L};
  const double rate = byline_jack_input_rate(listening->input);
  unsigned long lost = 0;
  size_t frames = 0;
  if (byline_jack_input_waits(listening->input)) {
    byline_log(BYLINE_LOG_WARNING, "%s is not there yet; or connect %s",
               listening->options->from ? listening->options->from
                                        : "a sound card",
               byline_jack_input_name(listening->input));
  }
  while (!*interrupted && !listening->broken) {
    frames += hear(listening);
    *seconds = (double)frames / rate;
    if (byline_jack_input_lost(listening->input) > lost) {
      lost = byline_jack_input_lost(listening->input);
      byline_log(BYLINE_LOG_WARNING,
                 "this machine is too slow: sound was not heard");
    }
    if (!byline_jack_input_tend(listening->input)) {
      return BYLINE_ERROR_IO;
    }
    nanosleep(&pause, NULL);
  }
  return BYLINE_OK; // what cannot be printed is told at the end of the program
}

static BylineStatus run(const Options* options)
{
  const volatile sig_atomic_t* const interrupted = byline_interrupt_catch();
  Listening listening = {.options = options};
  double seconds = 0;
  BylineStatus status = open_all(&listening);
  BYLINE_THEN(status, hear_all(&listening, interrupted, &seconds));
  byline_history_end(&listening.history, seconds);
  if (options->history && listening.history.n > 0) {
    const BylineStatus written = byline_history_write(
        options->history, options->format, &listening.history, NULL);
    status = status == BYLINE_OK ? written : status;
  }
  byline_jack_input_free(listening.input);
  byline_recognizer_free(listening.recognizer);
  byline_recordings_close(listening.recordings);
  byline_answerer_close(&listening.answerer);
  byline_osc_free(listening.osc);
  byline_history_clear(&listening.history);
  return status;
}

/* ---- the command */

static BylineStatus take_history(const char* text, void* context)
{
  Options* const options = context;
  options->history = text;
  return byline_history_format(text, &options->format);
}

static BylineStatus take_template(const char* text, void* context)
{
  Options* const options = context;
  options->template = text;
  return byline_template_check(text);
}

/* What the environment holds, NULL for nothing */
static const char* asked(const char* name)
{
  const char* const value = getenv(name);
  return value && value[0] ? value : NULL;
}

int byline_command_listen(int argc, char** argv)
{
  const char* const template = asked(BYLINE_TEMPLATE_VARIABLE);
  Options options = {.template =
                         template ? template : BYLINE_TEMPLATE "[ {speed}]",
                     .osc = asked(BYLINE_OSC_VARIABLE)};
  const BylineOption table[] = {
      {'m', "model", "MODEL",
       "the model to use; if not given, the default one, as for identify",
       .text = &options.model_path, .input = true},
      {'c', "connect", "FROM",
       "the JACK client or port to listen to, or 'monitor' for all that "
       "PipeWire plays; the sound card if not given.  What is not there is "
       "connected when it comes",
       .text = &options.from},
      {'t', "template", "TEXT",
       "how a line is laid out; $BYLINE_TEMPLATE if not given, or "
       "'" BYLINE_TEMPLATE "[ {speed}]'",
       .take = take_template, .context = &options},
      {0, "osc", "[HOST:]PORT",
       "also send it by Open Sound Control, to this machine unless HOST, in "
       "numbers, says otherwise; to $BYLINE_OSC if not given",
       .text = &options.osc},
      {0, "history", "FILE",
       "at the end, write who played when as FILE's name asks for, as identify "
       "does",
       .take = take_history, .context = &options,
       .output = BYLINE_OUTPUT_HISTORY},
      BYLINE_OPTION_FORCE(NULL),
      {0, "json", NULL, "print JSON, an object a line, instead of text",
       .flag = &options.json},
      {0}};
  const BylineSyntax syntax = {.command = "listen",
                               .description = description,
                               .notes = notes,
                               .options = table};
  char** operands = NULL;
  int result = 0;
  if (!byline_options_parse(&syntax, argc, argv, &operands, &result)) {
    return result;
  }
  return byline_command_end(run(&options));
}
