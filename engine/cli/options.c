/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/options.h"
#include "base/words.h"
#include "cli/command.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/* Most options of a command, and the number from which getopt's are ours */
enum { MAX_OPTIONS = 48, FIRST = 256 };

/* A table as getopt_long() wants it */
typedef struct {
  struct option long_options[MAX_OPTIONS + 2];
  char short_options[2 * MAX_OPTIONS + 4];
} Known;

static void add(Known* known, size_t i, const BylineOption* option, int value)
{
  const int argument = option->value ? required_argument : no_argument;
  known->long_options[i] = (struct option){option->name, argument, NULL, value};
  if (option->letter) {
    const char letter[] = {option->letter, option->value ? ':' : '\0', '\0'};
    strcat(known->short_options, letter);
  }
}

static size_t count(const BylineOption* options)
{
  size_t n = 0;
  while (options && n < MAX_OPTIONS && options[n].name) {
    ++n;
  }
  return n;
}

static const BylineOption help = {.letter = 'h', .name = "help"};

static void translate(const BylineSyntax* syntax, Known* known)
{
  const size_t n = count(syntax->options);
  *known = (Known){.short_options = ":"};
  for (size_t i = 0; i < n; ++i) {
    add(known, i, &syntax->options[i], FIRST + (int)i);
  }
  add(known, n, &help, FIRST + (int)n);
}

/* The option that getopt_long() means, NULL for --help */
static const BylineOption* find(const BylineSyntax* syntax, int c)
{
  if (c >= FIRST) {
    const size_t i = (size_t)(c - FIRST);
    return i < count(syntax->options) ? &syntax->options[i] : NULL;
  }
  for (const BylineOption* o = syntax->options; o && o->name; ++o) {
    if (o->letter == c) {
      return o;
    }
  }
  return NULL;
}

/* ---- values */

void byline_choices_format(const char* const* choices, char* text, size_t size)
{
  size_t used = 0;
  text[0] = '\0';
  for (size_t i = 0; choices[i] && used < size; ++i) {
    const char* const join = i == 0 ? "" : choices[i + 1] ? ", " : " or ";
    used +=
        (size_t)snprintf(text + used, size - used, "%s%s", join, choices[i]);
  }
}

static BylineStatus take_choice(const BylineOption* option, const char* name,
                                const char* text)
{
  for (int i = 0; option->choices[i]; ++i) {
    if (!strcmp(option->choices[i], text)) {
      *option->choice = i;
      return BYLINE_OK;
    }
  }
  char known[256];
  byline_choices_format(option->choices, known, sizeof(known));
  return byline_error(BYLINE_ERROR_USAGE, "%s is %s, not '%s'", name, known,
                      text);
}

static BylineStatus take_text(BylineTextList* list, const char* name,
                              const char* text)
{
  if (list->n == BYLINE_MAX_LIST) {
    return byline_error(BYLINE_ERROR_USAGE, "%s given more than %d times", name,
                        BYLINE_MAX_LIST);
  }
  list->items[list->n++] = text;
  return BYLINE_OK;
}

static BylineStatus take_numbers(const BylineOption* option, const char* name,
                                 const char* text)
{
  BylineNumberList* const list = option->numbers;
  list->n = 0;
  for (bool last = false; !last;) {
    char item[64];
    const size_t length = strcspn(text, ",");
    snprintf(item, sizeof(item), "%.*s", (int)length, text);
    if (list->n == BYLINE_MAX_LIST) {
      return byline_error(BYLINE_ERROR_USAGE, "%s takes no more than %d values",
                          name, BYLINE_MAX_LIST);
    }
    BYLINE_TRY(byline_parse_number(name, item, option->minimum, option->maximum,
                                   &list->items[list->n++]));
    last = !text[length];
    text += length + 1;
  }
  return BYLINE_OK;
}

static BylineStatus take(const BylineOption* option, const char* text)
{
  char name[64];
  snprintf(name, sizeof(name), "--%s", option->name);
  if (option->flag) {
    *option->flag = true;
  } else if (option->text) {
    *option->text = text;
  } else if (option->integer) {
    return byline_parse_integer(name, text, (long)option->minimum,
                                (long)option->maximum, option->integer);
  } else if (option->number) {
    return byline_parse_number(name, text, option->minimum, option->maximum,
                               option->number);
  } else if (option->choice) {
    return take_choice(option, name, text);
  } else if (option->texts) {
    return take_text(option->texts, name, text);
  } else if (option->numbers) {
    return take_numbers(option, name, text);
  } else if (option->take) {
    return option->take(text, option->context);
  }
  return BYLINE_OK;
}

/* ---- what must be there */

/* Check the operands against words such as "MODEL DATASET" or "FILE...". */
static int check_operands(const BylineSyntax* syntax, char** operands)
{
  const char* word = syntax->operands ? syntax->operands : "";
  bool repeated = false;
  for (; *word; word += strspn(word, " ")) {
    const int length = (int)strcspn(word, " .]");
    const size_t whole = strcspn(word, " ");
    repeated = whole >= 3 && !strncmp(word + length, "...", 3);
    if (*operands) {
      ++operands;
    } else if (*word != '[') {
      return byline_command_misuse(syntax->command, "%.*s is missing", length,
                                   word);
    }
    word += whole;
  }
  return *operands && !repeated
             ? byline_command_misuse(syntax->command,
                                     "'%s' is one argument too many", *operands)
             : 0;
}

static int check_required(const BylineSyntax* syntax, const bool* given)
{
  for (size_t i = 0; i < count(syntax->options); ++i) {
    const BylineOption* const o = &syntax->options[i];
    if (o->required && !given[i]) {
      return o->letter
                 ? byline_command_misuse(syntax->command, "-%c %s is missing",
                                         o->letter, o->value)
                 : byline_command_misuse(syntax->command, "--%s=%s is missing",
                                         o->name, o->value);
    }
  }
  return 0;
}

/* ---- what is written */

/* Check the outputs that were named.  `values` has one for each option. */
static BylineStatus check_outputs(const BylineSyntax* syntax,
                                  const char* const* values, bool force,
                                  char** operands)
{
  BylineOutputPlace places[MAX_OPTIONS];
  BylineOutputs outputs = {
      .command = syntax->command, .places = places, .force = force};
  size_t n = 0;
  while (operands[n]) {
    ++n;
  }
  const char** const inputs = calloc(n + MAX_OPTIONS, sizeof(*inputs));
  if (!inputs) {
    return byline_no_memory(NULL);
  }
  for (size_t i = syntax->n_words; i < n; ++i) {
    inputs[outputs.n_operands++] = operands[i];
  }
  outputs.inputs = inputs;
  outputs.n_inputs = outputs.n_operands;
  for (size_t i = 0; i < count(syntax->options); ++i) {
    const BylineOption* const o = &syntax->options[i];
    if (values[i] && o->input) {
      inputs[outputs.n_inputs++] = values[i];
    } else if (values[i] && o->output) {
      places[outputs.n_places++] = (BylineOutputPlace){
          .kind = o->output, .path = values[i], .in_place = o->in_place};
    }
  }
  const BylineStatus status = byline_outputs_check(&outputs);
  free(inputs);
  return status;
}

/* ---- parsing */

static const char* option_name(const void* words, size_t i)
{
  return ((const BylineOption*)words)[i].name;
}

/* Tell that there is no such option, and which one may have been meant. */
static int refuse(const BylineSyntax* syntax, const char* word)
{
  char name[64];
  const size_t dashes = strspn(word, "-");
  const size_t length = strcspn(word + dashes, "=");
  snprintf(name, sizeof(name), "%.*s", (int)length, word + dashes);
  const size_t n = count(syntax->options);
  const size_t i =
      dashes == 2 ? byline_word_nearest(name, option_name, syntax->options, n)
                  : n;
  return i < n ? byline_command_misuse(syntax->command,
                                       "no option '--%s'; did you mean "
                                       "'--%s'?",
                                       name, syntax->options[i].name)
               : byline_command_misuse(syntax->command, "no option '%s'", word);
}

/* Tell what getopt_long() did not like. */
static int complain(const BylineSyntax* syntax, int c, const char* word)
{
  const bool is_short = optopt > 0 && optopt < FIRST;
  const char letter[] = {'-', (char)optopt, '\0'};
  if (c == ':') {
    return byline_command_misuse(syntax->command, "%s needs a value",
                                 is_short ? letter : word);
  }
  if (!is_short && optopt) {
    return byline_command_misuse(syntax->command, "%.*s takes no value",
                                 (int)strcspn(word, "="), word);
  }
  return refuse(syntax, is_short ? letter : word);
}

bool byline_options_parse(const BylineSyntax* syntax, int argc, char** argv,
                          char*** operands, int* result)
{
  Known known;
  translate(syntax, &known);
  bool given[MAX_OPTIONS] = {false};
  const char* values[MAX_OPTIONS] = {NULL};
  bool alone = false;
  bool force = false;
  *result = 0;
  optind = 0; // That is, getopt_long() begins anew
  for (int c = 0; (c = getopt_long(argc, argv, known.short_options,
                                   known.long_options, NULL)) != -1;) {
    if (c == '?' || c == ':') {
      *result = complain(syntax, c, argv[optind - 1]);
      return false;
    }
    const BylineOption* const option = find(syntax, c);
    if (!option) {
      byline_options_help(syntax, stdout);
      return false;
    }
    const BylineStatus status = take(option, optarg);
    if (status != BYLINE_OK) {
      *result = status == BYLINE_ERROR_USAGE
                    ? byline_command_misuse(syntax->command, "%s",
                                            byline_error_message())
                    : byline_command_end(status);
      return false;
    }
    given[option - syntax->options] = true;
    values[option - syntax->options] = optarg;
    force = force || !strcmp(option->name, "force");
    alone = alone || option->alone;
  }
  *operands = argv + optind;
  if (!alone) {
    *result = check_operands(syntax, *operands);
    *result = *result ? *result : check_required(syntax, given);
  }
  if (!alone && *result == 0) {
    *result =
        byline_command_end(check_outputs(syntax, values, force, *operands));
  }
  return *result == 0;
}
