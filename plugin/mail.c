/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "mail.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* The counters count bytes for ever and wrap with size_t.  A record is its
   size in 4 bytes, then itself. */
struct BylineMail {
  char* bytes; ///< `size` of them
  size_t size; ///< A power of two

  _Alignas(64) atomic_size_t written; ///< Bytes ever; the writer's
  _Alignas(64) atomic_size_t read;    ///< Bytes ever; the reader's
};

BylineStatus byline_mail_new(size_t size, BylineMail** mail)
{
  *mail = aligned_alloc(_Alignof(BylineMail), sizeof(BylineMail));
  char* const bytes = malloc(size);
  if (!*mail || !bytes) {
    free(bytes);
    free(*mail);
    *mail = NULL;
    return byline_error(BYLINE_ERROR_MEMORY, "out of memory for messages");
  }
  /* Not zero, which compilers would turn into lazy zero pages */
  memset(bytes, 0x55, size);
  (*mail)->bytes = bytes;
  (*mail)->size = size;
  atomic_init(&(*mail)->written, 0);
  atomic_init(&(*mail)->read, 0);
  return BYLINE_OK;
}

void byline_mail_free(BylineMail* mail)
{
  if (mail) {
    free(mail->bytes);
    free(mail);
  }
}

/* Copy into the ring at the byte count `at` */
static void put(BylineMail* mail, size_t at, const void* data, size_t n)
{
  const size_t begin = at & (mail->size - 1);
  const size_t to_end = mail->size - begin;
  const size_t first = n < to_end ? n : to_end;
  memcpy(mail->bytes + begin, data, first);
  memcpy(mail->bytes, (const char*)data + first, n - first);
}

/* Copy out of the ring from the byte count `at` */
static void get(const BylineMail* mail, size_t at, void* data, size_t n)
{
  const size_t begin = at & (mail->size - 1);
  const size_t to_end = mail->size - begin;
  const size_t first = n < to_end ? n : to_end;
  memcpy(data, mail->bytes + begin, first);
  memcpy((char*)data + first, mail->bytes, n - first);
}

bool byline_mail_write(BylineMail* mail, const void* record, uint32_t size)
{
  const size_t written =
      atomic_load_explicit(&mail->written, memory_order_relaxed);
  const size_t read = atomic_load_explicit(&mail->read, memory_order_acquire);
  const size_t room = mail->size - (written - read);
  if (size == 0 || room < sizeof(size) + (size_t)size) {
    return false;
  }
  put(mail, written, &size, sizeof(size));
  put(mail, written + sizeof(size), record, size);
  atomic_store_explicit(&mail->written, written + sizeof(size) + size,
                        memory_order_release);
  return true;
}

uint32_t byline_mail_next(const BylineMail* mail)
{
  const size_t written =
      atomic_load_explicit(&mail->written, memory_order_acquire);
  const size_t read = atomic_load_explicit(&mail->read, memory_order_relaxed);
  uint32_t size = 0;
  if (written != read) {
    get(mail, read, &size, sizeof(size));
  }
  return size;
}

void byline_mail_read(BylineMail* mail, void* record)
{
  const uint32_t size = byline_mail_next(mail);
  if (size == 0) {
    return;
  }
  const size_t read = atomic_load_explicit(&mail->read, memory_order_relaxed);
  if (record) {
    get(mail, read + sizeof(size), record, size);
  }
  atomic_store_explicit(&mail->read, read + sizeof(size) + size,
                        memory_order_release);
}
