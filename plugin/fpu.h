/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file fpu.h
   Denormals, as the calling thread treats them.

   Decaying sound reaches numbers so small that processors handle them a
   hundred times slower.  The network may take them for zero; a thread that is
   not ours must afterwards be as it was.
*/

#ifndef BYLINE_PLUGIN_FPU_H
#define BYLINE_PLUGIN_FPU_H

#include <stdint.h>

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

/** Flush denormals to zero from now on; returns the mode before. */
static inline uint64_t byline_fpu_flush_denormals(void)
{
#if defined(__SSE__)
  const unsigned mode = _mm_getcsr();
  _mm_setcsr(mode | 0x8040u); // flush to zero, denormals are zero
  return mode;
#elif defined(__aarch64__)
  uint64_t mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  __asm__ volatile("msr fpcr, %0" : : "r"(mode | (1u << 24)));
  return mode;
#else
  return 0;
#endif
}

/** Return to a mode that byline_fpu_flush_denormals() has returned. */
static inline void byline_fpu_restore(uint64_t mode)
{
#if defined(__SSE__)
  _mm_setcsr((unsigned)mode);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(mode));
#else
  (void)mode;
#endif
}

#endif // BYLINE_PLUGIN_FPU_H
