/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/table_text.h"

#include "base/file.h"
#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What a file begins with, and how its text is encoded then */
typedef struct {
  const char* mark;
  size_t size;
  const char* encoding;
} Mark;

static const Mark marks[] = {
    {"\xef\xbb\xbf", 3, "UTF-8"},    {"\xff\xfe\0\0", 4, "UTF-32LE"},
    {"\0\0\xfe\xff", 4, "UTF-32BE"}, {"\xff\xfe", 2, "UTF-16LE"},
    {"\xfe\xff", 2, "UTF-16BE"},
};

/* What spreadsheets keep for themselves */
static const Mark formats[] = {{"PK\3\4", 4, NULL},
                               {"\xd0\xcf\x11\xe0", 4, NULL}};

static const Mark* find_mark(const char* data, size_t size, const Mark* all,
                             size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    if (size >= all[i].size && !memcmp(data, all[i].mark, all[i].size)) {
      return &all[i];
    }
  }
  return NULL;
}

/* How a file without a mark is encoded: names of columns begin with a letter
   that is ASCII, or a quotation mark before it. */
static const char* guess(const char* data, size_t size)
{
  if (size < 4 || size % 2 != 0) {
    return "UTF-8";
  }
  if (data[0] && !data[1] && data[2] && !data[3]) {
    return "UTF-16LE";
  }
  return !data[0] && data[1] && !data[2] && data[3] ? "UTF-16BE" : "UTF-8";
}

static size_t line_of(const char* text, const char* place)
{
  size_t line = 1;
  for (const char* s = text; s < place; ++s) {
    line += *s == '\n' || (*s == '\r' && s[1] != '\n');
  }
  return line;
}

/* Text, and how long it should be: without zeros in it */
typedef struct {
  char* text;
  size_t length;
} Text;

/* Halves of characters that stand alone become what stands for no character:
   one name of a file must not cost the whole table. */
static const char replacement[] = "\xef\xbf\xbd";
static const size_t n_replacement = sizeof(replacement) - 1;

/* Tell where the first half of a character was, NULL for none. */
static void tell_half(const char* path, const char* text, const char* half)
{
  if (half) {
    byline_log(BYLINE_LOG_WARNING,
               "%s:%zu: half a character, shown as %s; there may be more", path,
               line_of(text, half), replacement);
  }
}

/* Convert data into text that has room for `room` bytes and a zero.  Returns
   how many bytes it took.
   @param[out] half The first half of a character (of UTF-16), or NULL. */
static size_t convert(iconv_t converter, bool is_utf16, const char* data,
                      size_t size, size_t room, Text* text, const char** half)
{
  char* in = (char*)(size_t)data; /* iconv() takes it, and leaves it alone */
  size_t n_left = size;
  char* out = text->text;
  *half = NULL;
  while (iconv(converter, &in, &n_left, &out, &room) == (size_t)-1 &&
         errno == EILSEQ && is_utf16 && n_left >= 2) {
    *half = *half ? *half : out;
    out = mempcpy(out, replacement, n_replacement);
    room -= n_replacement;
    in += 2;
    n_left -= 2;
  }
  *out = '\0';
  text->length = (size_t)(out - text->text);
  return size - n_left;
}

static BylineStatus refuse(const char* path, const char* text)
{
  return byline_error(
      BYLINE_ERROR_FORMAT,
      "%s:%zu: not UTF-8: save the table as UTF-8, or tell 'byline clean' or "
      "'byline prepare' what it is, such as --encoding=windows-1252",
      path, line_of(text, byline_utf8_fault(text)));
}

static BylineStatus refuse_encoding(const char* encoding)
{
  return byline_error(BYLINE_ERROR_USAGE,
                      "no encoding is called '%s'; 'iconv -l' lists them",
                      encoding);
}

/* Additions such as //IGNORE would lose characters without a word; no name is
   the locale's. */
static bool is_encoding(const char* name)
{
  if (!name[0] || strchr(name, '/')) {
    return false;
  }
  const iconv_t converter = iconv_open("UTF-8", name);
  if (converter == (iconv_t)-1) {
    return false;
  }
  iconv_close(converter);
  return true;
}

/* Programs that add to a file, or write one on, put their mark before the text
   again. */
static void cut_marks(Text* text)
{
  static const char mark[] = "\xef\xbb\xbf";
  const size_t n = sizeof(mark) - 1;
  size_t skip = 0;
  while (text->length - skip >= n && !memcmp(text->text + skip, mark, n)) {
    skip += n;
  }
  text->length -= skip;
  memmove(text->text, text->text + skip, text->length + 1);
}

/* Without the one byte that shells and DOS add behind characters of two. */
static size_t cut_odd_byte(const char* encoding, const char* data, size_t size)
{
  const bool is_odd = !strncmp(encoding, "UTF-16", 6) && size % 2 != 0;
  return is_odd && strchr("\n\x1a", data[size - 1]) ? size - 1 : size;
}

/* Make UTF-8 of an encoding. */
static BylineStatus decode(const char* path, const char* encoding,
                           const char* data, size_t size, Text* text)
{
  const iconv_t converter = iconv_open("UTF-8", encoding);
  if (converter == (iconv_t)-1) {
    return refuse_encoding(encoding);
  }
  size = cut_odd_byte(encoding, data, size);
  const size_t room = 3 * size; /* No byte becomes more than three */
  const bool is_utf16 = !strncmp(encoding, "UTF-16", 6);
  const char* half = NULL;
  text->text = malloc(room + 1);
  const size_t n =
      text->text ? convert(converter, is_utf16, data, size, room, text, &half)
                 : 0;
  iconv_close(converter);
  if (!text->text) {
    return byline_no_memory(path);
  }
  if (n < size) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s:%zu: not %s", path,
                        line_of(text->text, text->text + text->length),
                        encoding);
  }
  tell_half(path, text->text, half);
  return BYLINE_OK;
}

/* The half of a character that is written as if it were UTF-8, the first or the
   second one */
static bool is_half(const char* s, bool second)
{
  const unsigned char c = (unsigned char)(s[0] == '\xed' ? s[1] : 0);
  return c >= (second ? 0xb0 : 0xa0) && c <= (second ? 0xbf : 0xaf) &&
         ((unsigned char)s[2] & 0xc0) == 0x80;
}

/* Make characters of their halves, as Java and some data bases write them. */
static void join_halves(const char* path, Text* text)
{
  char* out = text->text;
  char* first = NULL;
  const char* const end = text->text + text->length;
  for (const char* s = text->text; s < end;) {
    if (is_half(s, false) && is_half(s + 3, true)) {
      const unsigned plane = (unsigned)(s[1] & 0x0f) + 1;
      const unsigned middle = (unsigned)(s[2] & 0x3f);
      *out++ = (char)(0xf0 | plane >> 2);
      *out++ = (char)(0x80 | (plane & 3) << 4 | middle >> 2);
      *out++ = (char)(0x80 | (middle & 3) << 4 | (s[4] & 0x0f));
      *out++ = s[5];
      s += 6;
    } else if (is_half(s, false) || is_half(s, true)) {
      first = first ? first : out;
      out = mempcpy(out, replacement, n_replacement);
      s += 3;
    } else {
      *out++ = *s++;
    }
  }
  *out = '\0';
  text->length = (size_t)(out - text->text);
  tell_half(path, text->text, first);
}

/* Take what should be UTF-8, or else what was told. */
static BylineStatus take(const char* path, const char* data, size_t size,
                         const char* told, Text* text)
{
  *text = (Text){.text = malloc(size + 1), .length = size};
  if (!text->text) {
    return byline_no_memory(path);
  }
  memcpy(text->text, data, size);
  text->text[size] = '\0';
  if (memchr(data, '\0', size) || !byline_utf8_fault(text->text)) {
    return BYLINE_OK;
  }
  if (!told) {
    join_halves(path, text);
    return byline_utf8_fault(text->text) ? refuse(path, text->text) : BYLINE_OK;
  }
  free(text->text);
  *text = (Text){0};
  return decode(path, told, data, size, text);
}

/* Take off what is behind the text: DOS's end of a file, and the zeros that a
   crash leaves for what was not written any more. */
static void cut_end(const char* path, Text* text)
{
  size_t n = text->length;
  while (n > 0 && (!text->text[n - 1] || text->text[n - 1] == '\x1a')) {
    --n;
  }
  if (n > 0 && memchr(text->text + n, '\0', text->length - n)) {
    byline_log(BYLINE_LOG_WARNING,
               "%s: zeros at its end are left out; it may not be whole", path);
  }
  text->length = n > 0 ? n : text->length;
  text->text[text->length] = '\0';
}

/* Make control characters, which are taken out of names, of zeros in rows;
   what has some in its first line is no table. */
static BylineStatus mark_zeros(const char* path, Text* text)
{
  const size_t n_first = strcspn(text->text, "\r\n");
  if (n_first < text->length && !text->text[n_first]) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s: not a table of text", path);
  }
  char* const zero = memchr(text->text, '\0', text->length);
  for (char* s = zero; s && s < text->text + text->length; ++s) {
    *s = *s ? *s : '\1';
  }
  if (zero) {
    byline_log(BYLINE_LOG_WARNING, "%s:%zu: zeros in the text are left out",
               path, line_of(text->text, zero));
  }
  return byline_utf8_fault(text->text) ? refuse(path, text->text) : BYLINE_OK;
}

static BylineStatus read_data(const char* path, const char* data, size_t size,
                              const char* told, Text* text)
{
  if (size == 0) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s: empty", path);
  }
  if (find_mark(data, size, formats, sizeof(formats) / sizeof(formats[0]))) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: a spreadsheet's own format; save it as text, such "
                        "as CSV in UTF-8",
                        path);
  }
  const Mark* const mark =
      find_mark(data, size, marks, sizeof(marks) / sizeof(marks[0]));
  const char* const encoding = mark ? mark->encoding : guess(data, size);
  const size_t skip = mark ? mark->size : 0;
  BYLINE_TRY(strcmp(encoding, "UTF-8") != 0
                 ? decode(path, encoding, data + skip, size - skip, text)
                 : take(path, data + skip, size - skip, told, text));
  cut_marks(text);
  cut_end(path, text);
  return mark_zeros(path, text);
}

BylineStatus byline_table_text_read(const char* path, const char* encoding,
                                    char** text)
{
  *text = NULL;
  if (encoding && !is_encoding(encoding)) {
    return refuse_encoding(encoding);
  }
  BylineMapping mapping;
  BYLINE_TRY(byline_mapping_open(path, &mapping));
  Text all = {0};
  const BylineStatus status =
      read_data(path, mapping.data, mapping.size, encoding, &all);
  byline_mapping_close(&mapping);
  if (status == BYLINE_OK) {
    *text = all.text;
  } else {
    free(all.text);
  }
  return status;
}
