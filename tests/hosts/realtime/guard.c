/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "guard.h"

#include <dlfcn.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static _Thread_local bool watching;
static unsigned n_calls;
static volatile sig_atomic_t n_system_calls;

void guard_enter(void)
{
  watching = true;
}

void guard_leave(void)
{
  watching = false;
}

unsigned guard_count_calls(void)
{
  return n_calls;
}

/* Never under a sanitizer, which has such functions of its own */
#ifndef BYLINE_NO_GUARD

static void note(const char* name)
{
  if (watching) {
    watching = false;
    ++n_calls;
    fprintf(stderr, "in run(): %s\n", name);
    watching = true;
  }
}

/* A function in front of libc's of the same name */
#define GUARD(type, name, parameters, arguments)                               \
  type name parameters;                                                        \
  type name parameters                                                         \
  {                                                                            \
    static type(*next) parameters;                                             \
    if (!next) {                                                               \
      *(void**)(void*)&next = dlsym(RTLD_NEXT, #name);                         \
    }                                                                          \
    note(#name);                                                               \
    return next arguments;                                                     \
  }

/* Under their inner names: dlsym() itself may allocate */
#define GUARD_HEAP(type, name, parameters, arguments)                          \
  extern type __libc_##name parameters;                                        \
  type name parameters;                                                        \
  type name parameters                                                         \
  {                                                                            \
    note(#name);                                                               \
    return __libc_##name arguments;                                            \
  }

GUARD_HEAP(void*, malloc, (size_t n), (n))
GUARD_HEAP(void*, calloc, (size_t n, size_t size), (n, size))
GUARD_HEAP(void*, realloc, (void* p, size_t n), (p, n))
GUARD_HEAP(void*, memalign, (size_t a, size_t n), (a, n))
extern void __libc_free(void* p);
void free(void* p)
{
  note("free");
  __libc_free(p);
}

GUARD(void*, aligned_alloc, (size_t a, size_t n), (a, n))
GUARD(int, posix_memalign, (void** p, size_t a, size_t n), (p, a, n))

GUARD(int, pthread_mutex_lock, (pthread_mutex_t * m), (m))
GUARD(int, pthread_mutex_trylock, (pthread_mutex_t * m), (m))
GUARD(int, pthread_mutex_unlock, (pthread_mutex_t * m), (m))
GUARD(int, pthread_cond_wait, (pthread_cond_t * c, pthread_mutex_t* m), (c, m))
GUARD(int, pthread_cond_signal, (pthread_cond_t * c), (c))
GUARD(int, pthread_cond_broadcast, (pthread_cond_t * c), (c))
GUARD(int, sem_wait, (sem_t * s), (s))
GUARD(int, sem_post, (sem_t * s), (s))
GUARD(int, pthread_join, (pthread_t t, void** result), (t, result))

GUARD(int, nanosleep, (const struct timespec* t, struct timespec* r), (t, r))
GUARD(int, usleep, (useconds_t t), (t))
GUARD(int, sched_yield, (void), ())

GUARD(ssize_t, read, (int f, void* p, size_t n), (f, p, n))
GUARD(ssize_t, write, (int f, const void* p, size_t n), (f, p, n))
GUARD(int, close, (int f), (f))
GUARD(FILE*, fopen, (const char* path, const char* mode), (path, mode))
GUARD(int, puts, (const char* s), (s))
GUARD(int, vfprintf, (FILE * f, const char* s, va_list a), (f, s, a))
GUARD(int, vsnprintf, (char* p, size_t n, const char* s, va_list a),
      (p, n, s, a))
#endif // BYLINE_NO_GUARD

/* ---- system calls */

static void on_system_call(int number, siginfo_t* info, void* context)
{
  (void)number;
  (void)info;
  (void)context;
  n_system_calls += watching;
}

bool guard_trap_system_calls(void)
{
  struct sigaction action = {.sa_sigaction = on_system_call,
                             .sa_flags = SA_SIGINFO | SA_NODEFER};
  /* All trap but the return from the trap itself and the thread's end */
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigreturn, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const struct sock_fprog program = {sizeof(code) / sizeof(code[0]), code};
  return sigaction(SIGSYS, &action, NULL) == 0 &&
         prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

unsigned guard_count_system_calls(void)
{
  return (unsigned)n_system_calls;
}

long guard_count_page_faults(void)
{
  struct rusage usage;
  return getrusage(RUSAGE_THREAD, &usage) == 0 ? usage.ru_minflt : -1;
}
