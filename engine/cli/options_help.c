/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* --help, from the same table as parsing */

#include "cli/options.h"

#include <string.h>

/* Columns of a line, and where the text of options begins at the latest */
enum { WIDTH = 79, MAX_TEXT_COLUMN = 28 };

/* Bytes of the first `length` of a line that fit into `room`, broken at a
   space if there is one */
static size_t fit(const char* text, size_t length, size_t room)
{
  if (length <= room) {
    return length;
  }
  size_t end = room;
  while (end > 0 && text[end] != ' ') {
    --end;
  }
  return end ? end : strcspn(text, " \n");
}

/* Print one line of text from `column` on, broken into lines that begin at
   `indent`. */
static void print_line(FILE* stream, const char* text, size_t length,
                       size_t column, size_t indent)
{
  while (length > 0) {
    const size_t room = column < WIDTH ? WIDTH - column : 1;
    size_t end = fit(text, length, room);
    fprintf(stream, "%.*s\n", (int)end, text);
    end += strspn(text + end, " ");
    text += end;
    length = length > end ? length - end : 0;
    column = indent;
    if (length > 0) {
      fprintf(stream, "%*s", (int)indent, "");
    }
  }
}

/* Print paragraphs; the points of a list are indented as far as their text. */
static void print_paragraphs(FILE* stream, const char* text)
{
  while (*text) {
    const size_t length = strcspn(text, "\n");
    const size_t indent = strspn(text, " -");
    if (length > 0) {
      print_line(stream, text, length, 0, indent);
    } else {
      fputc('\n', stream);
    }
    text += length + (text[length] ? 1 : 0);
  }
}

/* Print "-o, --output=FILE" into `text`.  Returns its length. */
static size_t form(const BylineOption* option, char text[static 64])
{
  char letter[] = "    ";
  if (option->letter) {
    letter[0] = '-';
    letter[1] = option->letter;
    letter[2] = ',';
  }
  const int length =
      snprintf(text, 64, "  %s--%s%s%s", letter, option->name,
               option->value ? "=" : "", option->value ? option->value : "");
  return length < 64 ? (size_t)length : 63;
}

/* Add the choices and the default, if the option's variable holds one. */
static void add_default(const BylineOption* option, char* text, size_t size)
{
  const size_t used = strlen(text);
  double value = 0;
  if (option->choice) {
    char choices[256];
    byline_choices_format(option->choices, choices, sizeof(choices));
    snprintf(text + used, size - used, ": %s (default %s)", choices,
             option->choices[*option->choice]);
    return;
  }
  if (option->integer) {
    value = (double)*option->integer;
  } else if (option->number) {
    value = *option->number;
  } else {
    return;
  }
  if (value >= option->minimum && value <= option->maximum) {
    snprintf(text + used, size - used, " (default %.15g)", value);
  }
}

static const BylineOption help_option = {
    .letter = 'h', .name = "help", .help = "show this help"};

static void print_option(FILE* stream, const BylineOption* option,
                         size_t column)
{
  char left[64];
  const size_t length = form(option, left);
  fputs(left, stream);
  if (length + 2 > column) {
    fprintf(stream, "\n%*s", (int)column, "");
  } else {
    fprintf(stream, "%*s", (int)(column - length), "");
  }
  char text[512];
  snprintf(text, sizeof(text), "%s", option->help);
  add_default(option, text, sizeof(text));
  print_line(stream, text, strlen(text), column, column);
}

static void print_options(FILE* stream, const BylineOption* options)
{
  char left[64];
  size_t column = form(&help_option, left) + 2;
  for (const BylineOption* o = options; o && o->name; ++o) {
    const size_t length = form(o, left) + 2;
    if (length > column && length <= MAX_TEXT_COLUMN) {
      column = length;
    }
  }
  fputs("\nOptions:\n", stream);
  for (const BylineOption* o = options; o && o->name; ++o) {
    print_option(stream, o, column);
  }
  print_option(stream, &help_option, column);
}

static void print_usage(FILE* stream, const BylineSyntax* syntax)
{
  fprintf(stream, "Usage: byline %s", syntax->command);
  if (syntax->operands) {
    fprintf(stream, " %s", syntax->operands);
  }
  for (const BylineOption* o = syntax->options; o && o->name; ++o) {
    if (o->required && o->letter) {
      fprintf(stream, " -%c %s", o->letter, o->value);
    } else if (o->required) {
      fprintf(stream, " --%s=%s", o->name, o->value);
    }
  }
  fputs(" [OPTION]...\n", stream);
}

void byline_options_help(const BylineSyntax* syntax, FILE* stream)
{
  print_usage(stream, syntax);
  print_paragraphs(stream, syntax->description);
  if (syntax->more) {
    syntax->more(stream);
  }
  print_options(stream, syntax->options);
  if (syntax->notes) {
    fputc('\n', stream);
    print_paragraphs(stream, syntax->notes);
  }
}
