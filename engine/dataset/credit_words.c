/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/credit_words.h"

#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A word that names guests */
typedef struct {
  const char* word;
  bool doubtful; /* It may be part of a name, too */
} Guest;

static const Guest guests[] = {{"featuring", false},
                               {"feat.", false},
                               {"feat:", false},
                               {"feat", true},
                               {"ft.", false},
                               {"ft", true},
                               {"f/", false},
                               {"vs.", true},
                               {"vs", true},
                               {"versus", true},
                               {"starring", true},
                               {"introducing", true},
                               {"duet with", false},
                               {"(with ", false},
                               {"[with ", false},
                               {"(w/", false},
                               {"[w/", false},
                               {"(& ", false},
                               {"(mit ", false},
                               {"(avec ", false},
                               {"(con ", false},
                               {"(com ", false},
                               {"part.", true},
                               {"con la partecipazione di", false},
                               {"con la participación de", false},
                               {"con la colaboración de", false},
                               {"com participação de", false},
                               {"com a participação de", false},
                               {"avec la participation de", false},
                               {"unter mitwirkung von", false},
                               {"gościnnie", false},
                               {"при участии", false},
                               {"при уч.", false},
                               {"с участием", false},
                               {NULL, false}};

/* In titles, with a mark before or behind them; the doubtful ones only where
   a name follows, which does not begin with a small letter */
static const Guest title_guests[] = {{"featuring", false},
                                     {"feat.", false},
                                     {"feat:", false},
                                     {"feat", true},
                                     {"ft.", true},
                                     {"(ft", true},
                                     {"[ft", true},
                                     {"(duet with ", false},
                                     {"(duett mit ", false},
                                     {"(duo avec ", false},
                                     {"(dueto con ", false},
                                     {"(with ", true},
                                     {"[with ", true},
                                     {"(w/", false},
                                     {"[w/", false},
                                     {"(mit ", true},
                                     {"(avec ", true},
                                     {"(con ", true},
                                     {"(com ", true},
                                     {"(med ", true},
                                     {"(part. ", true},
                                     {"con la partecipazione di", false},
                                     {"con la participación de", false},
                                     {"com participação de", false},
                                     {"avec la participation de", false},
                                     {"gościnnie", false},
                                     {"при участии", false},
                                     {"при уч.", false},
                                     {"с участием", false},
                                     {NULL, false}};

/* Tell no names */
static const char* const title_words[] = {"vs.",   "(vs",         "duet",
                                          "duett", "duo version", NULL};

/* What stands between the names of two artists, or within that of one */
typedef struct {
  const char* sign;
  bool weak; /* It is in other words, too, or in names without blanks */
} Joint;

static const Joint joints[] = {
    {" & ", false},     {" and ", false},   {" with ", false},
    {", ", false},      {",", false},       {" + ", false},
    {" / ", false},     {" w/", false},     {"/", false},
    {" | ", false},     {"|", false},       {" x ", false},
    {" × ", false},     {" meets ", false}, {" presents ", false},
    {" pres. ", false}, {" b2b ", false},   {" • ", false},
    {" · ", false},     {" und ", false},   {" mit ", false},
    {" et ", false},    {" avec ", false},  {" y ", false},
    {" con ", false},   {" e ", false},     {" och ", false},
    {" og ", false},    {" и ", false},     {" і ", true},
    {" i ", true},      {" en ", true},     {" met ", true},
    {" med ", true},    {" com ", true},    {" és ", true},
    {" ve ", true},     {" ja ", true},     {" a ", true},
    {" και ", true},    {"&", true},        {"+", true},
    {"\\\\", true},     {"\\", true},       {"・", true},
    {"×", true},        {" - ", true},      {" – ", true},
    {" — ", true},      {"和", true},       {"与", true},
    {"與", true},       {"と", true},       {"와 ", true},
    {"과 ", true},      {NULL, false}};

static const char* const instrumental_words[] = {
    "instrumental", "instrumentals", "karaoke", "backing track",
    "off vocal",    "カラオケ",      NULL};

static const char* const articles[] = {"the", "a",   "an",  "die", "der",
                                       "das", "los", "las", "les", "le",
                                       "la",  "il",  "el",  NULL};

static bool is_letter(char c)
{
  return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Replace what is three bytes of UTF-8 by one, in place. */
char* byline_credit_text(const char* text)
{
  char* const clean = byline_text_clean(text);
  char* out = clean;
  for (const char* s = clean; s && *s;) {
    const unsigned char* const u = (const unsigned char*)s;
    if (u[0] == 0xef && u[1] >= 0xbc && u[1] <= 0xbd && u[2] &&
        !(u[1] == 0xbd && u[2] > 0x9e)) {
      /* U+FF01 to U+FF5E: ASCII of full width */
      *out++ = (char)((u[1] - 0xbc) * 0x40 + u[2] - 0x80 + 0x20);
      s += 3;
    } else if (!strncmp(s, "、", 3)) {
      *out++ = ',';
      s += 3;
    } else {
      *out++ = *s++;
    }
  }
  if (out) {
    *out = '\0';
  }
  return clean;
}

/* Find a whole word, whatever its case; a mark at its end ends it anyway. */
static const char* find_word(const char* text, const char* word)
{
  const size_t n = strlen(word);
  for (const char* s = text; (s = byline_text_find(s, word)); ++s) {
    const bool begins = s == text || !is_letter(word[0]) || !is_letter(s[-1]);
    const bool ends = !is_letter(word[n - 1]) || !is_letter(s[n]);
    if (begins && ends) {
      return s;
    }
  }
  return NULL;
}

/* Draw in the ends of both parts to what is of the names. */
static bool trim(const char* text, BylineParting* p)
{
  while (p->left_begin < p->left_end && text[p->left_begin] == ' ') {
    ++p->left_begin;
  }
  while (p->left_end > p->left_begin &&
         strchr(" ([{,-;/\\", text[p->left_end - 1])) {
    --p->left_end;
  }
  while (p->right_begin < p->right_end &&
         strchr(" .:/", text[p->right_begin])) {
    ++p->right_begin;
  }
  while (p->right_end > p->right_begin &&
         strchr(" ;,", text[p->right_end - 1])) {
    --p->right_end;
  }
  return p->left_begin < p->left_end && p->right_begin < p->right_end;
}

/* A bracket that was opened before the word closes the guest's name. */
static void close_bracket(const char* text, BylineParting* p)
{
  const char* const close = strpbrk(text + p->right_begin, ")]}");
  const char* const open = strpbrk(text + p->right_begin, "([{");
  if (close && (!open || open > close)) {
    p->right_end = (size_t)(close - text);
  }
}

bool byline_credit_find_guest(const char* artist, BylineParting* parting,
                              bool* doubtful)
{
  for (const Guest* guest = guests; guest->word; ++guest) {
    const char* const s = find_word(artist, guest->word);
    if (!s) {
      continue;
    }
    const size_t at = (size_t)(s - artist);
    *parting = (BylineParting){.left_end = at,
                               .right_begin = at + strlen(guest->word),
                               .right_end = strlen(artist)};
    *doubtful = guest->doubtful;
    close_bracket(artist, parting);
    if (trim(artist, parting)) {
      return true;
    }
  }
  return false;
}

/* "Tyler, The", "Beatles, The" */
static bool is_article(const char* text, size_t begin, size_t end)
{
  for (const char* const* a = articles; *a; ++a) {
    if (strlen(*a) == end - begin &&
        !strncasecmp(text + begin, *a, end - begin)) {
      return true;
    }
  }
  return false;
}

static bool has_letter(const char* text, size_t begin, size_t end)
{
  while (begin < end && !is_letter(text[begin])) {
    ++begin;
  }
  return begin < end;
}

/* Whether names may end and begin at a joint: articles are none, and without
   blanks there are letters on both sides, unlike in "+/-". */
static bool parts_names(const char* text, const char* sign,
                        const BylineParting* p)
{
  return !is_article(text, p->left_begin, p->left_end) &&
         !is_article(text, p->right_begin, p->right_end) &&
         (strchr(sign, ' ') ||
          (has_letter(text, p->left_begin, p->left_end) &&
           has_letter(text, p->right_begin, p->right_end)));
}

bool byline_credit_find_joint(const char* artist, size_t i,
                              BylineParting* parting)
{
  for (const Joint* joint = joints; joint->sign; ++joint) {
    const size_t n = strlen(joint->sign);
    for (const char* s = artist; (s = byline_text_find(s, joint->sign)); ++s) {
      const size_t at = (size_t)(s - artist);
      *parting = (BylineParting){.left_end = at,
                                 .right_begin = at + n,
                                 .right_end = strlen(artist),
                                 .weak = joint->weak};
      if (trim(artist, parting) && parts_names(artist, joint->sign, parting) &&
          i-- == 0) {
        return true;
      }
    }
  }
  return false;
}

bool byline_credit_is_band(const char* part)
{
  static const char* const words[] = {
      "the ",  "his ",      "her ",    "their ", "los ",      "las ",
      "les ",  "die ",      "seine ",  "sein ",  "sus ",      "son ",
      "sons",  "friends",   "company", "co.",    "orchestra", "band",
      "group", "orchester", "amigos",  NULL};
  bool found = !strcasecmp(part, "co");
  for (const char* const* w = words; *w; ++w) {
    found |= !strncasecmp(part, *w, strlen(*w));
  }
  return found;
}

/* Where the names end that begin here: at a bracket or a dash */
static size_t find_end(const char* title, size_t begin)
{
  static const char* const ends[] = {")",  "]",  "}",   " (",
                                     " [", " {", " - ", NULL};
  size_t end = strlen(title);
  for (const char* const* e = ends; *e; ++e) {
    const char* const s = strstr(title + begin, *e);
    if (s && (size_t)(s - title) < end) {
      end = (size_t)(s - title);
    }
  }
  return end;
}

/* Whether "ft." is a length or a place: "6 ft. Under", "Live at Ft. Knox". */
static bool is_foot_or_fort(const char* title, size_t at)
{
  static const char* const before[] = {"at", "in",   "from", "to",
                                       "of", "near", "the",  NULL};
  while (at > 0 && title[at - 1] == ' ') {
    --at;
  }
  size_t begin = at;
  while (begin > 0 && title[begin - 1] != ' ') {
    --begin;
  }
  bool found = at == 0 || isdigit((unsigned char)title[at - 1]);
  for (const char* const* w = before; *w; ++w) {
    found |=
        strlen(*w) == at - begin && !strncasecmp(title + begin, *w, at - begin);
  }
  return found;
}

static bool find_title_guest(const char* title, const Guest* guest,
                             BylineParting* names)
{
  const size_t n = strlen(guest->word);
  const char* s = find_word(title, guest->word);
  if (!s || (!strcmp(guest->word, "ft.") &&
             is_foot_or_fort(title, (size_t)(s - title)))) {
    return false;
  }
  size_t begin = (size_t)(s - title) + n;
  begin += strspn(title + begin, " .:");
  *names =
      (BylineParting){.left_begin = begin, .left_end = find_end(title, begin)};
  const bool named = names->left_end > begin;
  return named &&
         !(guest->doubtful && (byline_text_is_small(title + begin) ||
                               !has_letter(title, begin, names->left_end)));
}

bool byline_credit_find_title_guests(const char* title, BylineParting* names,
                                     const char** word)
{
  for (const Guest* guest = title_guests; guest->word; ++guest) {
    if (find_title_guest(title, guest, names)) {
      *word = guest->word + (guest->word[0] == '(' || guest->word[0] == '[');
      return true;
    }
  }
  *names = (BylineParting){0};
  for (const char* const* w = title_words; *w; ++w) {
    if (find_word(title, *w)) {
      *word = *w + ((*w)[0] == '(');
      return true;
    }
  }
  return false;
}

bool byline_title_is_instrumental(const char* title)
{
  char* const folded = byline_text_fold(title);
  bool found = false;
  for (const char* const* w = instrumental_words; folded && *w; ++w) {
    found |= find_word(folded, *w) != NULL;
  }
  free(folded);
  return found;
}
