/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "announce/osc.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Longer texts are cut; a datagram of this size goes anywhere */
#define MOST_TEXT 400
#define MOST_PACKET 512

struct BylineOsc {
  int socket;
  bool failed; ///< The last time
  char* address;
};

/* ---- where to */

/* Split "HOST:PORT" or "PORT"; false where that makes no sense */
static bool split(const char* address, char* host, size_t size,
                  const char** port)
{
  const char* const colon = strrchr(address, ':');
  size_t n = colon ? (size_t)(colon - address) : 0;
  const char* begin = address;
  *port = colon ? colon + 1 : address;
  if (n > 1 && begin[0] == '[' && begin[n - 1] == ']') {
    ++begin;
    n -= 2;
  }
  char* end = NULL;
  const long number = strtol(*port, &end, 10);
  if (end == *port || *end || **port < '0' || **port > '9' || number < 1 ||
      number > 65535 || n >= size || (colon && n == 0)) {
    return false;
  }
  snprintf(host, size, "%.*s", (int)n, begin);
  if (n == 0 || !strcmp(host, "localhost")) {
    snprintf(host, size, "127.0.0.1");
  }
  return true;
}

static BylineStatus connect_to(const struct addrinfo* to, BylineOsc* osc)
{
  const int yes = 1;
  osc->socket =
      socket(to->ai_family, to->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (osc->socket >= 0) {
    (void)setsockopt(osc->socket, SOL_SOCKET, SO_BROADCAST, &yes, sizeof(yes));
  }
  if (osc->socket < 0 ||
      connect(osc->socket, to->ai_addr, to->ai_addrlen) != 0) {
    return byline_error(BYLINE_ERROR_IO, "OSC to %s: %s", osc->address,
                        strerror(errno));
  }
  return BYLINE_OK;
}

/* Without asking anybody: that could take long */
static BylineStatus find_and_connect(BylineOsc* osc)
{
  const struct addrinfo wanted = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                                  .ai_socktype = SOCK_DGRAM};
  struct addrinfo* found = NULL;
  char host[64];
  const char* port = NULL;
  if (!split(osc->address, host, sizeof(host), &port) ||
      getaddrinfo(host, port, &wanted, &found) != 0) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "OSC to '%s': not PORT or ADDRESS:PORT, in numbers "
                        "such as 192.168.1.20:9000",
                        osc->address);
  }
  const BylineStatus status = connect_to(found, osc);
  freeaddrinfo(found);
  return status;
}

BylineStatus byline_osc_open(const char* address, BylineOsc** osc)
{
  BylineOsc* const o = calloc(1, sizeof(*o));
  *osc = NULL;
  if (!o || !(o->address = strdup(address))) {
    free(o);
    return byline_no_memory("OSC");
  }
  o->socket = -1;
  const BylineStatus status = find_and_connect(o);
  if (status != BYLINE_OK) {
    byline_osc_free(o);
    return status;
  }
  *osc = o;
  return BYLINE_OK;
}

void byline_osc_free(BylineOsc* osc)
{
  if (osc) {
    if (osc->socket >= 0) {
      close(osc->socket);
    }
    free(osc->address);
    free(osc);
  }
}

/* ---- messages */

/* A packet; OSC 1.0: everything in units of four bytes, numbers big-endian */
typedef struct {
  unsigned char bytes[MOST_PACKET];
  size_t n;
} Packet;

/* A text, and zeros up to the next unit, at least one; cut between characters
   of UTF-8 */
static void put_text(Packet* packet, const char* text)
{
  size_t n = strnlen(text, MOST_TEXT);
  while (text[n] && ((unsigned char)text[n] & 0xC0) == 0x80) {
    --n;
  }
  memcpy(packet->bytes + packet->n, text, n);
  packet->n += n + 4 - n % 4;
}

static void put_float(Packet* packet, float number)
{
  uint32_t bits = 0;
  memcpy(&bits, &number, sizeof(bits));
  for (int shift = 24; shift >= 0; shift -= 8) {
    packet->bytes[packet->n++] = (unsigned char)(bits >> shift);
  }
}

/* Send; the error, or 0.  A connected socket tells what became of the datagram
   before, and that first. */
static int send_packet(const BylineOsc* osc, const Packet* packet)
{
  int before = 0;
  socklen_t size = sizeof(before);
  (void)getsockopt(osc->socket, SOL_SOCKET, SO_ERROR, &before, &size);
  const ssize_t sent =
      send(osc->socket, packet->bytes, packet->n, MSG_DONTWAIT | MSG_NOSIGNAL);
  return sent < 0 ? errno : before;
}

static int tell_text(const BylineOsc* osc, const char* address,
                     const char* text)
{
  Packet packet = {.n = 0};
  put_text(&packet, address);
  put_text(&packet, ",s");
  put_text(&packet, text ? text : "");
  return send_packet(osc, &packet);
}

static int tell_number(const BylineOsc* osc, const char* address, float number)
{
  Packet packet = {.n = 0};
  put_text(&packet, address);
  put_text(&packet, ",f");
  put_float(&packet, number);
  return send_packet(osc, &packet);
}

BylineStatus byline_osc_tell(BylineOsc* osc, const BylineHistoryEntry* entry)
{
  const int errors[] = {
      tell_text(osc, "/byline/title", entry->title),
      tell_text(osc, "/byline/album", entry->album),
      tell_number(osc, "/byline/speed", entry->speed),
      tell_number(osc, "/byline/probability", entry->probability),
      tell_text(osc, "/byline/artist", entry->artist)};
  const bool failed_before = osc->failed;
  int error = 0;
  for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); ++i) {
    error = errors[i] ? errors[i] : error;
  }
  osc->failed = error != 0;
  if (!osc->failed) {
    return BYLINE_OK;
  }
  return failed_before
             ? byline_error(BYLINE_ERROR_IO, "%s", "")
             : byline_error(BYLINE_ERROR_IO, "OSC to %s: %s", osc->address,
                            error == ECONNREFUSED ? "nobody takes it there yet"
                                                  : strerror(error));
}
