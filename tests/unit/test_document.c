/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/document.h"

#include "evaluation/curves.h"
#include "evaluation/robustness.h"
#include "report/result_figures.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char* read_all(const char* path)
{
  FILE* const file = fopen(path, "rb");
  assert_non_null(file);
  char* const text = calloc(1, 1 << 22);
  assert_true(fread(text, 1, (1 << 22) - 1, file) > 0);
  fclose(file);
  return text;
}

static size_t count(const char* text, const char* what)
{
  size_t n = 0;
  for (const char* c = strstr(text, what); c; c = strstr(c + 1, what)) {
    ++n;
  }
  return n;
}

static const double x[] = {1, 2, 3};
static const double y[] = {0.1, NAN, 0.3};
static const BylineCharts charts = {
    .title = "A <chart>",
    .charts = {{.title = "One",
                .series = {{"line", x, y, NULL, NULL, 3}},
                .n_series = 1}},
    .n_charts = 1};

static void fill(BylineDocument* d)
{
  const BylineFigure figure = byline_charts_figure(&charts);
  byline_document_init(d, "Title & more");
  byline_document_heading(d, "Heading");
  byline_document_paragraph(d, "a < %d", 5);
  byline_document_literal(d, "x = 1\ny = 2");
  byline_document_table(d, 2);
  byline_document_cell(d, "name");
  byline_document_cell(d, "value");
  byline_document_cell(d, "one");
  byline_document_cell(d, "%d", 1);
  byline_document_figure(d, "first", &figure, "the \"first\"");
  byline_document_figure(d, "second", &figure, "the second");
}

static void test_html(void** state)
{
  (void)state;
  BylineDocument d;
  fill(&d);
  assert_int_equal(byline_document_write_html(&d, "a.html"), BYLINE_OK);
  byline_document_free(&d);
  char* const text = read_all("a.html");
  assert_non_null(strstr(text, "<title>Title &amp; more</title>"));
  assert_non_null(strstr(text, "<p>a &lt; 5</p>"));
  assert_non_null(strstr(text, "<pre>x = 1\ny = 2\n</pre>"));
  assert_non_null(strstr(text, "aria-label=\"the &#34;first&#34;\""));
  assert_int_equal(count(text, "<svg "), 2);
  assert_int_equal(count(text, "<td"), 2);
  /* Nothing from elsewhere: no scripts, links only to places in the page, and
     the names of each picture are its own */
  assert_null(strstr(text, "<script"));
  assert_null(strstr(text, "src="));
  assert_int_equal(count(text, "href="), count(text, "href=\"#"));
  assert_int_equal(count(text, " id=\"glyph"), 0);
  assert_true(count(text, " id=\"first-") > 0);
  assert_int_equal(count(text, " id=\"first-"), count(text, " id=\"second-"));
  assert_int_equal(count(text, "<figure id=\"first\">"), 1);
  /* Sizes in pixels, not Cairo's in points */
  assert_int_equal(count(text, "pt\""), 0);
  assert_non_null(strstr(text, "aria-label=\"the second\" width=\"640\" "));
  free(text);
}

static void test_figures(void** state)
{
  (void)state;
  BylineDocument d;
  fill(&d);
  assert_int_equal(byline_document_write_figures(&d, "figures"), BYLINE_OK);
  assert_int_equal(byline_document_write_figures(&d, "/dev/null/figures"),
                   BYLINE_ERROR_IO);
  byline_document_free(&d);
  static const char* const files[] = {"figures/first.svg", "figures/first.png",
                                      "figures/second.svg",
                                      "figures/second.png"};
  for (size_t i = 0; i < 4; ++i) {
    assert_int_equal(access(files[i], R_OK), 0);
  }
}

static void test_pdf(void** state)
{
  (void)state;
  BylineDocument d;
  fill(&d);
  for (int i = 0; i < 300; ++i) {
    byline_document_paragraph(&d,
                              "Paragraph %d of some length, so that lines "
                              "are broken where words end and pages where "
                              "lines end; no word is as long as a line.",
                              i);
  }
  assert_int_equal(byline_document_write_pdf(&d, "a.pdf"), BYLINE_OK);
  byline_document_free(&d);
  char* const text = read_all("a.pdf");
  assert_memory_equal(text, "%PDF-", 5);
  free(text);
  fill(&d);
  assert_int_equal(byline_document_write_pdf(&d, "/nowhere/a.pdf"),
                   BYLINE_ERROR_IO);
  byline_document_free(&d);
}

/* Pages of a document that is a table with so many rows below its head */
static size_t count_pages(size_t n_rows)
{
  BylineDocument d;
  byline_document_init(&d, "A table");
  byline_document_table(&d, 2);
  for (size_t i = 0; i <= n_rows; ++i) {
    byline_document_cell(&d, i == 0 ? "number" : "%zu", i);
    byline_document_cell(&d, "what");
  }
  assert_int_equal(byline_document_write_pdf(&d, "t.pdf"), BYLINE_OK);
  byline_document_free(&d);
  FILE* const file = fopen("t.pdf", "rb");
  assert_non_null(file);
  size_t n = 0;
  char line[256];
  while (fgets(line, sizeof(line), file)) {
    n += strstr(line, "/Type /Page") && !strstr(line, "/Type /Pages");
  }
  fclose(file);
  return n;
}

/* 59 rows fit on a page, one of them a head on each */
static void test_heads_are_on_every_page(void** state)
{
  (void)state;
  size_t last = 0;
  size_t n_checked = 0;
  size_t pages = count_pages(1);
  assert_int_equal(pages, 1);
  for (size_t rows = 2; rows < 250; ++rows) {
    const size_t n = count_pages(rows);
    if (n > pages) {
      if (last > 0) {
        assert_int_equal(rows - last, 58);
        ++n_checked;
      }
      last = rows;
    }
    pages = n;
  }
  assert_true(n_checked >= 2);
}

static void test_columns_of_text(void** state)
{
  (void)state;
  BylineDocument d;
  byline_document_init(&d, "");
  byline_document_table(&d, 3);
  static const char* const cells[] = {"a", "b", "c", "x", "1",  "10",
                                      "y", " ", "n", "z", "-1", "3 of"};
  for (size_t i = 0; i < 12; ++i) {
    byline_document_cell(&d, "%s", cells[i]);
  }
  assert_true(byline_document_block_is_text(&d.blocks[0], 0));
  assert_false(byline_document_block_is_text(&d.blocks[0], 1));
  assert_true(byline_document_block_is_text(&d.blocks[0], 2));
  byline_document_free(&d);
}

static void test_curves(void** state)
{
  (void)state;
  FILE* const file = fopen("m.jsonl", "w");
  fputs("{\"epoch\": 1, \"train_loss\": 3, \"validation_loss\": 2.5}\n"
        "not JSON\n{\"epoch\": 2, \"train_loss\": 2}\n{\"epo",
        file);
  fclose(file);
  BylineCurves curves;
  assert_int_equal(byline_curves_read("m.jsonl", &curves), BYLINE_OK);
  assert_int_equal(curves.n, 2);
  assert_true(fabs(curves.values[BYLINE_CURVE_LOSS][0] - 2.5) < 1e-12);
  assert_true(isnan(curves.values[BYLINE_CURVE_LOSS][1]));
  BylineCharts drawn;
  const BylineFigure figure = byline_curves_figure(&curves, &drawn);
  assert_int_equal(drawn.charts[0].n_series, 2);
  assert_int_equal(drawn.charts[2].n_series, 0);
  assert_int_equal(byline_figure_write(&figure, "c.svg"), BYLINE_OK);
  byline_curves_free(&curves);
  assert_int_equal(byline_curves_read("/nowhere", &curves), BYLINE_ERROR_IO);
  fclose(fopen("e.jsonl", "w"));
  assert_int_equal(byline_curves_read("e.jsonl", &curves), BYLINE_ERROR_DATA);
}

static void test_robustness_file(void** state)
{
  (void)state;
  BylineRobustness r = {.n_conditions = 1,
                        .split = BYLINE_VALIDATION,
                        .n_songs = 2,
                        .n_queries = 4,
                        .n_answered_by = BYLINE_N_ANSWERED_BY};
  r.conditions[0] = (BylineCondition){.change = BYLINE_CHANGE_TEMPO,
                                      .amount = -0.04,
                                      .name = "tempo -4 %",
                                      .n = 4,
                                      .right = {3, 0, 4, 2, 4},
                                      .wrong = {1, 1, 0}};
  json_t* const json = byline_robustness_to_json(&r);
  assert_int_equal(json_dump_file(json, "r.json", 0), 0);
  json_decref(json);
  BylineRobustness again;
  assert_int_equal(byline_robustness_read("r.json", &again), BYLINE_OK);
  assert_int_equal(again.split, BYLINE_VALIDATION);
  assert_int_equal(again.n_conditions, 1);
  assert_int_equal(again.conditions[0].right[0], 3);
  assert_int_equal(again.conditions[0].wrong[1], 1);
  assert_string_equal(again.conditions[0].name, "tempo -4 %");
  assert_int_equal(again.n_answered_by, BYLINE_N_ANSWERED_BY);
  assert_int_equal(again.conditions[0].right[BYLINE_BY_INDEX], 2);
  /* Older files have no index */
  r.n_answered_by = BYLINE_BY_INDEX;
  json_t* const older = byline_robustness_to_json(&r);
  assert_int_equal(json_dump_file(older, "older.json", 0), 0);
  json_decref(older);
  assert_int_equal(byline_robustness_read("older.json", &again), BYLINE_OK);
  assert_int_equal(again.n_answered_by, BYLINE_BY_INDEX);

  FILE* const file = fopen("bad.json", "w");
  fputs("{\"split\": \"test\", \"songs\": 1, \"queries\": 1, "
        "\"recordings_learnt\": 1, "
        "\"conditions\": [{\"name\": \"x\", \"change\": 77}]}",
        file);
  fclose(file);
  assert_int_equal(byline_robustness_read("bad.json", &again),
                   BYLINE_ERROR_FORMAT);
}

/* Names that do not fit beside each other stand below. */
static void test_long_legends(void** state)
{
  (void)state;
  static const char name[] = "a line whose name takes a third of the width";
  BylineCharts wide = charts;
  const double height = byline_charts_figure(&wide).height;
  wide.charts[0].n_series = 2;
  wide.charts[0].series[0].name = wide.charts[0].series[1].name = name;
  const double of_two = byline_charts_figure(&wide).height;
  wide.charts[0].n_series = 3;
  wide.charts[0].series[2].name = name;
  const double of_three = byline_charts_figure(&wide).height;
  assert_true(of_two == height);
  assert_true(of_three > height);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_html),
      cmocka_unit_test(test_figures),
      cmocka_unit_test(test_pdf),
      cmocka_unit_test(test_heads_are_on_every_page),
      cmocka_unit_test(test_columns_of_text),
      cmocka_unit_test(test_long_legends),
      cmocka_unit_test(test_curves),
      cmocka_unit_test(test_robustness_file),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
