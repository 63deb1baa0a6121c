/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/spelling.h"

#include "base/file.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* ---- what spellings have in common */

/* The base letters of U+00C0 to U+017F, '*' where there is none.  Two-letter
   ligatures are reduced to their first. */
static const char base_letters[] = "aaaaaaaceeeeiiiidnooooo*ouuuuyts"
                                   "aaaaaaaceeeeiiiidnooooo*ouuuuyty"
                                   "aaaaaaccccccccddddeeeeeeeeeegggg"
                                   "gggghhhhiiiiiiiiiiiijjkkklllllll"
                                   "lllnnnnnnnnnoooooooorrrrrrssssss"
                                   "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

_Static_assert(sizeof(base_letters) == 0x180 - 0xc0 + 1, "one a letter");

/* Step over a letter and give its base; 0 for what is no letter. */
static char take_letter(const char** text)
{
  const unsigned char* const s = (const unsigned char*)*text;
  if (s[0] >= 0xc3 && s[0] <= 0xc5 && (s[1] & 0xc0) == 0x80) {
    const unsigned code = (s[0] & 0x1fu) << 6 | (s[1] & 0x3fu);
    if (code >= 0xc0 && base_letters[code - 0xc0] != '*') {
      *text += 2;
      return base_letters[code - 0xc0];
    }
  }
  ++*text;
  if (s[0] >= 0x80) {
    return (char)s[0];
  }
  return isalnum(s[0]) ? (char)tolower(s[0]) : 0;
}

/* Take a word off the beginning, unless it is all there is. */
static void cut_word(char* key, const char* word)
{
  const size_t n = strlen(word);
  const size_t length = strlen(key);
  if (length > n && !strncmp(key, word, n)) {
    memmove(key, key + n, length - n + 1);
  }
}

char* byline_spelling_key(const char* name)
{
  static const char article[] = ", the";
  const size_t length = strlen(name);
  const size_t n_article = strlen(article);
  char* const key = malloc(3 * length + 1);
  if (!key) {
    return NULL;
  }
  const char* end = name + length;
  if (length > n_article && !strcasecmp(end - n_article, article)) {
    end -= n_article;
  }
  char* out = key;
  for (const char* s = name; s < end;) {
    if (*s == '&') {
      memcpy(out, "and", 3);
      out += 3;
      ++s;
      continue;
    }
    const char letter = take_letter(&s);
    if (letter) {
      *out++ = letter;
    }
  }
  *out = '\0';
  if (!strncasecmp(name, "the ", 4)) {
    cut_word(key, "the");
  }
  if (!key[0]) {
    memcpy(key, name, length + 1); /* Nothing but marks, such as "!!!" */
  }
  return key;
}

/* ---- applying rules */

BylineStatus byline_spelling_apply(BylineTable* library, const char* rules_path,
                                   size_t* n_renamed)
{
  *n_renamed = 0;
  BylineTable rules;
  BylineStatus status = byline_table_read(rules_path, &rules);
  if (status != BYLINE_OK) {
    return status;
  }
  const size_t from = byline_table_column(&rules, "artist");
  const size_t to = byline_table_column(&rules, "name");
  if (from == BYLINE_NO_COLUMN || to == BYLINE_NO_COLUMN) {
    status = byline_error(BYLINE_ERROR_FORMAT,
                          "%s: not a table of spellings: its first line must "
                          "name the columns 'artist' and 'name'",
                          rules_path);
  }
  const size_t column = byline_table_column(library, "artist");
  for (size_t row = 1; status == BYLINE_OK && row < library->n_rows; ++row) {
    const char* const artist = byline_table_cell(library, row, column);
    for (size_t i = 1; i < rules.n_rows; ++i) {
      const char* const name = byline_table_cell(&rules, i, to);
      if (name[0] && !strcmp(artist, byline_table_cell(&rules, i, from))) {
        status = byline_table_set(library, row, column, name);
        ++*n_renamed;
        break;
      }
    }
  }
  byline_table_free(&rules);
  return status;
}

/* ---- proposing rules */

/* A spelling that occurs in the library */
typedef struct {
  const char* name;
  char* key;
  size_t n_tracks;
} Spelling;

/* By key, then the most frequent first, then by name */
static int compare_spellings(const void* a, const void* b)
{
  const Spelling* const x = a;
  const Spelling* const y = b;
  const int order = strcmp(x->key, y->key);
  if (order) {
    return order;
  }
  return x->n_tracks != y->n_tracks ? (x->n_tracks < y->n_tracks ? 1 : -1)
                                    : strcmp(x->name, y->name);
}

static BylineStatus write_rules(const Spelling* spellings, size_t n,
                                const char* path, size_t* n_rules)
{
  BylineOutput output;
  const BylineStatus status = byline_output_open(path, &output);
  if (status != BYLINE_OK) {
    return status;
  }
  fputs("artist\tname\n", output.stream);
  const Spelling* best = spellings;
  for (size_t i = 1; i < n; ++i) {
    if (strcmp(spellings[i].key, best->key) != 0) {
      best = &spellings[i];
      continue;
    }
    byline_table_put(output.stream, spellings[i].name, '\t');
    byline_table_put(output.stream, best->name, '\n');
    ++*n_rules;
  }
  return byline_output_commit(&output);
}

static bool gather(const BylineTable* library, BylineNames* names,
                   Spelling** spellings)
{
  const size_t column = byline_table_column(library, "artist");
  for (size_t row = 1; row < library->n_rows; ++row) {
    const char* const name = byline_table_cell(library, row, column);
    if (name[0] && !byline_names_add(names, name)) {
      return false;
    }
  }
  byline_names_sort(names);
  *spellings = calloc(names->n + 1, sizeof(**spellings));
  bool complete = *spellings != NULL;
  for (size_t i = 0; complete && i < names->n; ++i) {
    (*spellings)[i] = (Spelling){.name = names->names[i],
                                 .key = byline_spelling_key(names->names[i])};
    complete = (*spellings)[i].key != NULL;
  }
  for (size_t row = 1; complete && row < library->n_rows; ++row) {
    const size_t i =
        byline_names_find(names, byline_table_cell(library, row, column));
    (*spellings)[i].n_tracks += i < names->n;
  }
  return complete;
}

/* A name and what MusicBrainz calls the artist */
typedef struct {
  const char* id;
  size_t spelling;
} Identity;

static int compare_identities(const void* a, const void* b)
{
  return strcmp(((const Identity*)a)->id, ((const Identity*)b)->id);
}

/* Give spellings of one key another one. */
static bool change_key(Spelling* spellings, size_t n, const char* from,
                       const char* to)
{
  char* const old = strdup(from);
  bool complete = old != NULL;
  for (size_t i = 0; complete && i < n; ++i) {
    if (!strcmp(spellings[i].key, old)) {
      free(spellings[i].key);
      spellings[i].key = strdup(to);
      complete = spellings[i].key != NULL;
    }
  }
  free(old);
  return complete;
}

/* Names with the same identity get the same key; several artists at once have
   no identity of their own. */
static bool join_identities(const BylineTable* library,
                            const BylineNames* names, Spelling* spellings)
{
  const size_t artist = byline_table_column(library, "artist");
  const size_t id = byline_table_column(library, "artist_id");
  Identity* const identities = calloc(library->n_rows, sizeof(*identities));
  bool complete = identities != NULL;
  size_t n = 0;
  for (size_t row = 1; complete && row < library->n_rows; ++row) {
    const char* const text = byline_table_cell(library, row, id);
    const size_t i =
        byline_names_find(names, byline_table_cell(library, row, artist));
    if (text[0] && !strchr(text, ';') && i < names->n) {
      identities[n++] = (Identity){.id = text, .spelling = i};
    }
  }
  if (n > 0) {
    qsort(identities, n, sizeof(*identities), compare_identities);
  }
  for (size_t i = 1; complete && i < n; ++i) {
    const char* const a = spellings[identities[i - 1].spelling].key;
    const char* const b = spellings[identities[i].spelling].key;
    if (!strcmp(identities[i - 1].id, identities[i].id) && strcmp(a, b) != 0) {
      complete = change_key(spellings, names->n, b, a);
    }
  }
  free(identities);
  return complete;
}

BylineStatus byline_spelling_propose(const BylineTable* library,
                                     const char* path, size_t* n_rules)
{
  *n_rules = 0;
  BylineNames names = {0};
  Spelling* spellings = NULL;
  BylineStatus status = BYLINE_OK;
  if (gather(library, &names, &spellings) &&
      join_identities(library, &names, spellings)) {
    qsort(spellings, names.n, sizeof(*spellings), compare_spellings);
    status = write_rules(spellings, names.n, path, n_rules);
  } else {
    status = byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
  }
  for (size_t i = 0; spellings && i < names.n; ++i) {
    free(spellings[i].key);
  }
  free(spellings);
  byline_names_free(&names);
  return status;
}
