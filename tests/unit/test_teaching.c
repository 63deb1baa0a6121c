/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The plugin is taught who is playing, by messages: it names them at once,
   keeps them in the user's file and in the session, and takes it back. */

#include "byline/plugin.h"
#include "byline/random.h"
#include "plugin/listener.h"
#include "recognizer/taught_file.h"
#include "tests/hosts/uris.h"
#include "tests/unit/folder.h"

#include <lv2/atom/forge.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define RATE 24000.0
#define BLOCK 1024

static Uris uris = {.lock = PTHREAD_MUTEX_INITIALIZER};
static const LV2_URID_Map map = {&uris, uris_map};

static int set_up(void** state)
{
  if (folder_set_up(state) != 0) {
    return -1;
  }
  setenv("XDG_DATA_HOME", *state, 1);
  static char* artists[] = {"Anna", "Bert"};
  BylineModelInfo info = {.front_end = byline_front_end_default(),
                          .artists = artists,
                          .n_artists = 2,
                          .temperature = 1};
  /* Noise is played, which would be no music to the default front end */
  info.front_end.max_frequency = 7900;
  const BylineNetworkShape shape = {1, info.front_end.n_mels, 2};
  BylineNetwork* network = NULL;
  if (byline_network_new("resnet:width=4,blocks=1-1-1-1", &shape, &network)) {
    return -1;
  }
  byline_network_initialize(network, 3);
  const BylineStatus status =
      byline_model_save("model.safetensors", &info, network);
  byline_network_free(network);
  return status == BYLINE_OK ? 0 : -1;
}

/* A plugin's listener, without the audio thread */
typedef struct {
  BylineListener* listener;
  BylineRandom random;
  float last;
  char taught[64]; ///< As the last Status had it
  char message[256];
  char artist[64]; ///< As the last Answer had it
} Instance;

static void start(Instance* instance)
{
  const BylineListenerSettings settings = {
      .sample_rate = RATE, .default_model = "model.safetensors", .map = &map};
  *instance = (Instance){.random = byline_random_begin(5, 0)};
  assert_int_equal(byline_listener_new(&settings, &instance->listener),
                   BYLINE_OK);
}

static void stop(Instance* instance)
{
  byline_listener_free(instance->listener);
}

/* The text of a property of an object, "" for none */
static void read_text(const LV2_Atom_Object* object, const char* word,
                      char* text, size_t size)
{
  const LV2_URID key = map.map(map.handle, word);
  LV2_ATOM_OBJECT_FOREACH(object, property)
  {
    if (property->key == key) {
      snprintf(text, size, "%s", (const char*)(&property->value + 1));
    }
  }
}

static void read_mail(Instance* instance)
{
  static union {
    LV2_Atom_Object object;
    uint64_t alignment[BYLINE_MAX_MESSAGE / 8];
  } message;
  BylineMessageRing* const mail = byline_listener_outbox(instance->listener);
  while (byline_message_ring_next(mail) > 0) {
    byline_message_ring_read(mail, &message);
    const LV2_URID otype = message.object.body.otype;
    if (otype == map.map(map.handle, BYLINE_WORD(Status))) {
      read_text(&message.object, BYLINE_WORD(taught), instance->taught,
                sizeof(instance->taught));
      read_text(&message.object, BYLINE_WORD(message), instance->message,
                sizeof(instance->message));
    } else if (otype == map.map(map.handle, BYLINE_WORD(Answer))) {
      read_text(&message.object, BYLINE_WORD(artist), instance->artist,
                sizeof(instance->artist));
    }
  }
}

/* Noise, dull or bright, that comes in waves; 0 is silence */
static void play(Instance* instance, double seconds, float brightness)
{
  BylineControls controls = {.knobs = byline_recognizer_settings_default(),
                             .enabled = true,
                             .freewheel = true};
  controls.knobs.smoothing = 0;
  controls.knobs.hold = 0;
  float block[BLOCK];
  for (size_t n = 0; n < (size_t)(seconds * RATE); n += BLOCK) {
    for (size_t i = 0; i < BLOCK; ++i) {
      const float x = byline_random_normal(&instance->random);
      instance->last += brightness * (x - instance->last);
      block[i] = brightness > 0
                     ? (float)(0.06 + 0.05 * sin((double)(n + i) / RATE * 12)) *
                           instance->last
                     : 0;
    }
    byline_listener_hear(instance->listener, &controls, block, block, BLOCK);
    read_mail(instance);
  }
}

/* Send a message with or without an artist */
static void send(Instance* instance, const char* word, const char* artist)
{
  static union {
    LV2_Atom atom;
    uint64_t alignment[128];
  } buffer;
  LV2_Atom_Forge forge;
  LV2_Atom_Forge_Frame frame;
  lv2_atom_forge_init(&forge, (LV2_URID_Map*)(size_t)&map);
  lv2_atom_forge_set_buffer(&forge, (uint8_t*)&buffer, sizeof(buffer));
  lv2_atom_forge_object(&forge, &frame, 0, map.map(map.handle, word));
  if (artist) {
    lv2_atom_forge_key(&forge, map.map(map.handle, BYLINE_WORD(artist)));
    lv2_atom_forge_string(&forge, artist, (uint32_t)strlen(artist));
  }
  lv2_atom_forge_pop(&forge, &frame);
  assert_true(byline_message_wanted(byline_listener_urids(instance->listener),
                                    &buffer.atom));
  assert_true(byline_message_ring_write(
      byline_listener_inbox(instance->listener), &buffer.atom,
      (uint32_t)sizeof(LV2_Atom) + buffer.atom.size));
}

static void start_attached(Instance* instance)
{
  start(instance);
  send(instance, BYLINE_WORD(Attach), NULL);
}

/* ---- tests */

static void it_is_taught_at_once(void** state)
{
  (void)state;
  Instance a;
  start_attached(&a);
  play(&a, 35, 0.1f);
  assert_string_not_equal(a.artist, "D\xc3\xb3ra");
  send(&a, BYLINE_WORD(Teach), " D\xc3\xb3ra ");
  play(&a, 2.5, 0.1f);
  assert_string_equal(a.taught, "D\xc3\xb3ra");
  assert_string_equal(a.message, "");
  assert_string_equal(a.artist, "D\xc3\xb3ra");

  /* Another instance knows it, too, from the user's file */
  Instance b;
  start_attached(&b);
  play(&b, 12, 0.1f);
  assert_string_equal(b.artist, "D\xc3\xb3ra");
  assert_string_equal(b.taught, ""); // it was not taught here

  /* Taken back, nobody knows it any more */
  send(&a, BYLINE_WORD(TakeBack), NULL);
  play(&a, 2.5, 0.1f);
  assert_string_equal(a.taught, "");
  assert_string_not_equal(a.artist, "D\xc3\xb3ra");
  stop(&a);
  stop(&b);
  start_attached(&b);
  play(&b, 12, 0.1f);
  assert_string_not_equal(b.artist, "D\xc3\xb3ra");
  send(&b, BYLINE_WORD(TakeBack), NULL);
  play(&b, 1, 0.1f);
  assert_non_null(strstr(b.message, "nothing was taught here"));
  stop(&b);
}

static void silence_teaches_nothing(void** state)
{
  (void)state;
  Instance a;
  start_attached(&a);
  play(&a, 12, 0);
  send(&a, BYLINE_WORD(Teach), "Emil");
  play(&a, 1, 0);
  assert_string_equal(a.taught, "");
  assert_non_null(strstr(a.message, "too little was heard"));
  play(&a, 12, 0.1f);
  send(&a, BYLINE_WORD(Teach), "  ");
  play(&a, 1, 0.1f);
  assert_non_null(strstr(a.message, "needs a name"));
  stop(&a);
}

/* What a session was taught goes with it to a machine that has no such file */
static void sessions_keep_it(void** state)
{
  (void)state;
  Instance a;
  start_attached(&a);
  play(&a, 25, 0.1f);
  send(&a, BYLINE_WORD(Teach), "Fritz");
  play(&a, 1, 0.1f);
  size_t size = 0;
  void* const saved =
      byline_session_save_taught(byline_listener_lock(a.listener), &size);
  byline_listener_unlock(a.listener);
  assert_non_null(saved);
  assert_in_range(size, 100, 20000);
  stop(&a);

  assert_int_equal(mkdir("elsewhere", 0777), 0);
  char folder[256];
  assert_non_null(getcwd(folder, sizeof(folder) - 16));
  strcat(folder, "/elsewhere");
  setenv("XDG_DATA_HOME", folder, 1);
  Instance b;
  start_attached(&b);
  byline_session_restore_taught(byline_listener_lock(b.listener), "rubbish", 7);
  byline_listener_unlock(b.listener);
  byline_session_restore_taught(byline_listener_lock(b.listener), saved, size);
  byline_listener_unlock(b.listener);
  play(&b, 12, 0.1f);
  assert_string_equal(b.artist, "Fritz");
  /* Opening a session does not write into its user's file */
  assert_int_not_equal(access("elsewhere/byline/taught", F_OK), 0);
  size_t again = 0;
  void* const resaved =
      byline_session_save_taught(byline_listener_lock(b.listener), &again);
  byline_listener_unlock(b.listener);
  assert_int_equal(again, size);
  stop(&b);
  free(saved);
  free(resaved);
}

/* Ports tell a taught artist apart from those with labels */
static void numbers_are_behind_the_models(void** state)
{
  (void)state;
  Instance a;
  start_attached(&a);
  play(&a, 25, 0.1f);
  send(&a, BYLINE_WORD(Teach), "Gerda");
  play(&a, 2.5, 0.1f);
  const BylineShownSnapshot* const shown =
      byline_snapshots_read(byline_listener_snapshots(a.listener));
  assert_true(shown->ranking[0] >= BYLINE_FIRST_OWN_ARTIST + 2);
  send(&a, BYLINE_WORD(TakeBack), NULL);
  play(&a, 1, 0.1f);
  stop(&a);
}

/* A window asks for what a message cannot hold */
static void hostile_messages(void** state)
{
  (void)state;
  Instance a;
  start_attached(&a);
  play(&a, 12, 0.1f);
  send(&a, BYLINE_WORD(Teach), NULL);
  char name[700];
  memset(name, 'x', sizeof(name) - 1);
  name[sizeof(name) - 1] = '\0';
  send(&a, BYLINE_WORD(Teach), name);
  play(&a, 1, 0.1f);
  assert_string_equal(a.taught, "");
  assert_non_null(strstr(a.message, "too long"));
  stop(&a);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(it_is_taught_at_once),
      cmocka_unit_test(silence_teaches_nothing),
      cmocka_unit_test(numbers_are_behind_the_models),
      cmocka_unit_test(hostile_messages),
      cmocka_unit_test(sessions_keep_it),
  };
  const int failed = cmocka_run_group_tests(tests, set_up, folder_tear_down);
  uris_free(&uris);
  return failed;
}
