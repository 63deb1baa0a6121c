/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Models that are installed: found, made the default, listed in the window. */

#include "gui/installed_models.h"
#include "gui/view.h"
#include "tests/unit/suite.h"

#include <cairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/byline-models-XXXXXX";

static const char* in(const char* name)
{
  static char path[4][256];
  static int turn = 0;
  char* const text = path[turn++ % 4];
  snprintf(text, 256, "%s/%s", folder, name);
  return text;
}

static void make(const char* name)
{
  FILE* const file = fopen(in(name), "w");
  assert_non_null(file);
  fputs(name, file);
  fclose(file);
}

/* A user's folder, a shared one, and a bundle */
static int set_up(void** state)
{
  (void)state;
  if (!mkdtemp(folder)) {
    return 1;
  }
  mkdir(in("home"), 0777);
  mkdir(in("share"), 0777);
  mkdir(in("share/byline"), 0777);
  mkdir(in("bundle.lv2"), 0777);
  make("share/byline/house.safetensors");
  make("share/byline/notes.txt");
  make("share/byline/.safetensors");
  make("bundle.lv2/default.safetensors");
  make("bundle.lv2/small.safetensors");
  return symlink(in("bundle.lv2/default.safetensors"),
                 in("share/byline/default.safetensors")) ||
         setenv("XDG_DATA_HOME", in("home/data"), 1) ||
         setenv("XDG_DATA_DIRS", in("share"), 1);
}

static int tear_down(void** state)
{
  (void)state;
  char command[128];
  snprintf(command, sizeof(command), "rm -r '%s'", folder);
  return system(command);
}

/* The names of a list, with a star behind the default */
static const char* names(const char* bundle)
{
  static char text[256];
  BylineModelList list;
  byline_model_list_find(bundle, &list);
  text[0] = '\0';
  for (size_t i = 0; i < list.n; ++i) {
    strcat(text, list.items[i].name);
    strcat(text, list.items[i].is_default ? "* " : " ");
  }
  byline_model_list_free(&list);
  return text;
}

static void test_find(void** state)
{
  (void)state;
  char bundle[256];
  snprintf(bundle, sizeof(bundle), "%s/", in("bundle.lv2"));
  assert_string_equal(names(bundle), "default* house small ");
  assert_string_equal(names(""), "house ");
  assert_string_equal(names("/nowhere"), "house ");
}

static void test_set_default(void** state)
{
  (void)state;
  char wrong[256] = "";
  const char* const own = "home/data/byline/default.safetensors";
  char target[256];
  assert_true(byline_model_list_set_default(
      in("share/byline/house.safetensors"), wrong, sizeof(wrong)));
  assert_int_equal(access(in(own), F_OK), 0);
  assert_string_equal(names(in("bundle.lv2")), "default house* small ");

  /* A link is replaced, a file is kept */
  assert_true(byline_model_list_set_default(in("bundle.lv2/small.safetensors"),
                                            wrong, sizeof(wrong)));
  assert_string_equal(names(in("bundle.lv2")), "default house small* ");
  unlink(in(own));
  make(own);
  assert_true(byline_model_list_set_default(in("bundle.lv2/small.safetensors"),
                                            wrong, sizeof(wrong)));
  assert_string_equal(names(in("bundle.lv2")),
                      "default default-kept-1 house small* ");
  const ssize_t n = readlink(in(own), target, sizeof(target) - 1);
  target[n > 0 ? n : 0] = '\0';
  assert_string_equal(target, in("bundle.lv2/small.safetensors"));
}

/* A file stands where the folder would be: nobody may make one, not even root
 */
static void test_no_folder(void** state)
{
  (void)state;
  char wrong[256] = "";
  make("file");
  setenv("XDG_DATA_HOME", in("file"), 1);
  assert_false(byline_model_list_set_default(
      in("share/byline/house.safetensors"), wrong, sizeof(wrong)));
  assert_non_null(strstr(wrong, "file: cannot make folder: it is a file"));
  assert_null(strchr(wrong, '\n'));
  setenv("XDG_DATA_HOME", in("home/data"), 1);
}

/* ---- in the window */

static int used = -1;
static int made_default = -1;

static void command(void* user, BylineCommand command, double value)
{
  (void)user;
  if (command == BYLINE_COMMAND_USE_MODEL) {
    used = (int)value;
  }
  if (command == BYLINE_COMMAND_MAKE_DEFAULT) {
    made_default = (int)value;
  }
}

static void press(BylineView* view, BylineKey key)
{
  const BylineInput input = {.kind = BYLINE_INPUT_KEY, .key = key};
  byline_view_input(view, &input);
}

static void draw(BylineView* view, const char* name)
{
  cairo_surface_t* const surface =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, 800, 500);
  cairo_t* const cr = cairo_create(surface);
  byline_view_draw(view, cr, true);
  char path[256];
  const char* const build = getenv("BUILD");
  snprintf(path, sizeof(path), "%s/view/%s.png", build ? build : "build", name);
  (void)cairo_surface_write_to_png(surface, path);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
}

enum { MANY = 5000 };

static void test_many(void** state)
{
  (void)state;
  static BylineInstalledModel items[MANY];
  static char texts[MANY][24];
  const BylineViewEvents events = {.command = command};
  BylineView* const view = byline_view_new();
  for (int i = 0; i < MANY; ++i) {
    snprintf(texts[i], sizeof(texts[i]), "model-%04d", i);
    items[i] =
        (BylineInstalledModel){texts[i], "/none", "/usr/share/byline", i == 2};
  }
  byline_view_set_size(view, 800, 500, 1);
  byline_view_set_events(view, &events,
                         1u << BYLINE_COMMAND_USE_MODEL |
                             1u << BYLINE_COMMAND_MAKE_DEFAULT);
  byline_view_set_models(view, items, MANY);
  byline_view_show_models(view);
  draw(view, "models-first");
  press(view, BYLINE_KEY_DOWN);
  press(view, BYLINE_KEY_DOWN);
  press(view, BYLINE_KEY_RIGHT);
  press(view, BYLINE_KEY_ENTER);
  assert_int_equal(made_default, 1);
  draw(view, "models-default");
  press(view, BYLINE_KEY_LEFT);
  press(view, BYLINE_KEY_END);
  draw(view, "models-last");
  press(view, BYLINE_KEY_ENTER);
  assert_int_equal(used, MANY - 1);

  /* By mouse, and scrolled */
  byline_view_show_models(view);
  const BylineInput wheel = {
      .kind = BYLINE_INPUT_WHEEL, .x = 300, .y = 200, .turns = -1};
  byline_view_input(view, &wheel);
  const BylineInput click = {
      .kind = BYLINE_INPUT_PRESS, .x = 200, .y = 62, .button = 1};
  byline_view_input(view, &click);
  assert_int_equal(used, 3);

  /* They become fewer while they are shown */
  byline_view_show_models(view);
  press(view, BYLINE_KEY_END);
  byline_view_set_models(view, items, 1);
  press(view, BYLINE_KEY_DOWN);
  draw(view, "models-one");
  press(view, BYLINE_KEY_ENTER);
  assert_int_equal(used, 0);
  byline_view_show_models(view);
  byline_view_set_models(view, NULL, 0);
  used = -1;
  press(view, BYLINE_KEY_DOWN);
  press(view, BYLINE_KEY_ENTER);
  assert_int_equal(used, -1);
  byline_view_free(view);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_find),
      cmocka_unit_test(test_set_default),
      cmocka_unit_test(test_no_folder),
      cmocka_unit_test(test_many),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
