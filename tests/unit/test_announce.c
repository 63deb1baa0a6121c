/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Who plays, as a line and as messages of OSC. */

#include "announce/osc.h"
#include "announce/template.h"
#include "tests/unit/suite.h"

#include <arpa/inet.h>
#include <locale.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const BylineHistoryEntry whole = {.artist = "Sigur R\xc3\xb3s",
                                         .title = "Hopp\xc3\xadpolla",
                                         .album = "Takk",
                                         .speed = 1.0321f,
                                         .probability = 0.876f};
static const BylineHistoryEntry artist_only = {
    .artist = "{title}", .title = "", .speed = 0, .probability = 1};
static const BylineHistoryEntry nobody = {.artist = ""};

static void check(const char* template, const BylineHistoryEntry* entry,
                  const char* wanted)
{
  char* const text = byline_template_fill(template, entry);
  assert_non_null(text);
  assert_string_equal(text, wanted);
  free(text);
}

static void test_keys(void** state)
{
  (void)state;
  setlocale(LC_ALL, "de_DE.UTF-8");
  check("{artist} - {title}", &whole, "Sigur R\xc3\xb3s - Hopp\xc3\xadpolla");
  check("{title} ({album}) {speed}, {probability}.", &whole,
        "Hopp\xc3\xadpolla (Takk) +3.2 %, 88 %.");
  check(BYLINE_TEMPLATE, &whole, "Sigur R\xc3\xb3s - Hopp\xc3\xadpolla");
  check("{{artist}} [[x]] \\n|", &whole, "{artist}} [x] \n|");
  check("", &whole, "");
}

static void test_missing(void** state)
{
  (void)state;
  check(BYLINE_TEMPLATE, &artist_only, "{title}");
  check("{artist} - {title}", &artist_only, "{title}");
  check("Now: {artist}, {title}", &artist_only, "Now: {title}");
  check("Now: {artist}[ - {title}][ (of {album}, {speed})]!", &artist_only,
        "Now: {title}!");
  check("Now: {artist}[ - {title}][ (of {album}, {speed})]!", &whole,
        "Now: Sigur R\xc3\xb3s - Hopp\xc3\xadpolla (of Takk, +3.2 %)!");
  check("{title} by {artist}", &artist_only, " by {title}");
  check("Now: {artist}", &nobody, "");
}

static void test_unknown(void** state)
{
  (void)state;
  assert_int_equal(byline_template_check("{artist} {arist}"),
                   BYLINE_ERROR_USAGE);
  assert_non_null(strstr(byline_error_message(), "'{arist}'"));
  check("{artist} {arist}", &whole, "Sigur R\xc3\xb3s {arist}");
  assert_int_equal(byline_template_check("{artist}[{title}] {{x} {"),
                   BYLINE_OK);
  check("{artist}[ {title", &whole, "Sigur R\xc3\xb3s {title");
  check("[{artist}", &whole, "Sigur R\xc3\xb3s");
  check("{", &whole, "{");
  check("{}", &whole, "{}");
  check("\\", &whole, "\\");
}

/* ---- OSC */

/* A socket of this machine; its port */
static int receiver(char* port, size_t size)
{
  struct sockaddr_in address = {.sin_family = AF_INET};
  socklen_t length = sizeof(address);
  const struct timeval most = {.tv_sec = 10};
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  assert_int_equal(bind(fd, (struct sockaddr*)&address, length), 0);
  getsockname(fd, (struct sockaddr*)&address, &length);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most));
  snprintf(port, size, "%u", ntohs(address.sin_port));
  return fd;
}

static void expect(int fd, const char* bytes, size_t n)
{
  char packet[600];
  assert_int_equal(recv(fd, packet, sizeof(packet), 0), n);
  assert_memory_equal(packet, bytes, n);
}

#define EXPECT(fd, text) expect(fd, text, sizeof(text) - 1)

static void test_messages(void** state)
{
  (void)state;
  char port[16];
  BylineOsc* osc = NULL;
  const int fd = receiver(port, sizeof(port));
  assert_int_equal(byline_osc_open(port, &osc), BYLINE_OK);
  const BylineHistoryEntry entry = {
      .artist = "Abcd", .title = "xyz", .speed = 1, .probability = 0.5f};
  assert_int_equal(byline_osc_tell(osc, &entry), BYLINE_OK);
  EXPECT(fd, "/byline/title\0\0\0,s\0\0xyz\0");
  EXPECT(fd, "/byline/album\0\0\0,s\0\0\0\0\0\0");
  EXPECT(fd, "/byline/speed\0\0\0,f\0\0\x3f\x80\0\0");
  EXPECT(fd, "/byline/probability\0,f\0\0\x3f\0\0\0");
  EXPECT(fd, "/byline/artist\0\0,s\0\0Abcd\0\0\0\0");
  byline_osc_free(osc);
  close(fd);
}

static void test_long_text(void** state)
{
  (void)state;
  char port[16];
  char address[32];
  char text[1000];
  char packet[600];
  BylineOsc* osc = NULL;
  const int fd = receiver(port, sizeof(port));
  snprintf(address, sizeof(address), "localhost:%s", port);
  memset(text, 'x', sizeof(text));
  memcpy(text + 399, "\xc3\xa4", 2); // cut before it, not in it
  text[999] = '\0';
  assert_int_equal(byline_osc_open(address, &osc), BYLINE_OK);
  const BylineHistoryEntry entry = {.artist = text};
  assert_int_equal(byline_osc_tell(osc, &entry), BYLINE_OK);
  for (int i = 0; i < 4; ++i) {
    assert_true(recv(fd, packet, sizeof(packet), 0) > 0);
  }
  assert_int_equal(recv(fd, packet, sizeof(packet), 0), 16 + 4 + 400);
  assert_int_equal(packet[16 + 4 + 398], 'x');
  assert_int_equal(packet[16 + 4 + 399], 0);
  byline_osc_free(osc);
  close(fd);
}

/* Nobody there: told once, and again after it worked for a while */
static void test_unreachable(void** state)
{
  (void)state;
  char port[16];
  BylineOsc* osc = NULL;
  close(receiver(port, sizeof(port)));
  assert_int_equal(byline_osc_open(port, &osc), BYLINE_OK);
  int n_told = 0;
  for (int i = 0; i < 5; ++i) {
    if (byline_osc_tell(osc, &whole) != BYLINE_OK &&
        byline_error_message()[0]) {
      assert_non_null(strstr(byline_error_message(), port));
      ++n_told;
    }
  }
  assert_int_equal(n_told, 1);
  byline_osc_free(osc);
}

static void test_addresses(void** state)
{
  (void)state;
  static const char* const wrong[] = {
      "",       "x",           "0",        "65536",          "-1",
      "9000 ",  "host:9000",   ":9000",    "127.0.0.1",      "1.2.3.4:",
      "[::1:9", "example.org", "1.2.3:4x", "127.0.0.1:9e3",  "+9000",
      "[]:80",  "::",          "a:b:c",    "localhost:port", " 9000"};
  static const char* const right[] = {"9000", "127.0.0.1:9000",
                                      "localhost:65535"};
  BylineOsc* osc = NULL;
  for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); ++i) {
    if (byline_osc_open(wrong[i], &osc) != BYLINE_ERROR_USAGE) {
      fail_msg("'%s' is an address", wrong[i]);
    }
    assert_null(osc);
  }
  for (size_t i = 0; i < sizeof(right) / sizeof(*right); ++i) {
    assert_int_equal(byline_osc_open(right[i], &osc), BYLINE_OK);
    byline_osc_free(osc);
  }
  byline_osc_free(NULL);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_keys),      cmocka_unit_test(test_missing),
      cmocka_unit_test(test_unknown),   cmocka_unit_test(test_messages),
      cmocka_unit_test(test_long_text), cmocka_unit_test(test_unreachable),
      cmocka_unit_test(test_addresses),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
