/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "peer_onnx.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The package brings the library without its header.  Its interface is a table
   of functions whose places never change (onnxruntime_c_api.h); these are those
   that are needed. */
enum {
  GET_ERROR_MESSAGE = 2,
  CREATE_ENV = 3,
  CREATE_SESSION = 7,
  RUN = 9,
  CREATE_SESSION_OPTIONS = 10,
  SET_GRAPH_OPTIMIZATION_LEVEL = 23,
  SET_INTRA_OP_NUM_THREADS = 24,
  CREATE_TENSOR_WITH_DATA = 49,
  CREATE_CPU_MEMORY_INFO = 69,
  RELEASE_ENV = 92,
  RELEASE_STATUS = 93,
  RELEASE_MEMORY_INFO = 94,
  RELEASE_SESSION = 95,
  RELEASE_VALUE = 96,
  RELEASE_SESSION_OPTIONS = 100
};

/* Values of its enumerations */
enum {
  API_VERSION = 12,
  LOG_ERRORS = 3,
  OPTIMIZE_ALL = 99,
  ARENA_ALLOCATOR = 1,
  DEFAULT_MEMORY = 0,
  FLOATS = 1
};

typedef void (*Function)(void);

/* Their types; what a function returns is NULL, or says what is wrong */
typedef const char* (*GetErrorMessage)(void* status);
typedef void* (*CreateEnv)(int level, const char* name, void** env);
typedef void* (*CreateSession)(void* env, const char* path, void* options,
                               void** session);
typedef void* (*Run)(void* session, void* options, const char* const* names,
                     void* const* inputs, size_t n_inputs,
                     const char* const* output_names, size_t n_outputs,
                     void** outputs);
typedef void* (*Create)(void** made);
typedef void* (*SetNumber)(void* options, int number);
typedef void* (*CreateMemoryInfo)(int allocator, int type, void** info);
typedef void* (*CreateTensor)(void* info, void* data, size_t n_bytes,
                              const int64_t* shape, size_t n_dimensions,
                              int type, void** tensor);
typedef void (*Release)(void* object);

struct PeerOnnx {
  const Function* api;
  void* env;
  void* options;
  void* session;
  void* memory;
  void* tensors[2]; /* Input and output, over these: */
  float* values[2];
  size_t n[2];
};

/* Whether a call went well; says so if not. */
static int good(const PeerOnnx* peer, void* status)
{
  if (status) {
    fprintf(stderr, "ONNX Runtime: %s\n",
            ((GetErrorMessage)peer->api[GET_ERROR_MESSAGE])(status));
    ((Release)peer->api[RELEASE_STATUS])(status);
  }
  return !status;
}

/* The table of functions; NULL when there is no library */
static const Function* find_api(const char* path)
{
  typedef struct {
    const Function* (*get_api)(uint32_t version);
    const char* (*get_version)(void);
  } ApiBase;
  const ApiBase* (*get_base)(void) = NULL;
  void* const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library) {
    *(void**)(void*)&get_base = dlsym(library, "OrtGetApiBase");
  }
  const Function* const api =
      get_base ? get_base()->get_api(API_VERSION) : NULL;
  if (!api) {
    fprintf(stderr, "no ONNX Runtime: %s\n",
            library ? "another interface" : dlerror());
  }
  return api;
}

/* Make a tensor over memory of its own. */
static int make_tensor(PeerOnnx* peer, int i, const int64_t* shape,
                       size_t n_dimensions)
{
  peer->n[i] = 1;
  for (size_t k = 0; k < n_dimensions; ++k) {
    peer->n[i] *= (size_t)shape[k];
  }
  const size_t n_bytes = peer->n[i] * sizeof(float);
  peer->values[i] = aligned_alloc(64, (n_bytes + 63) / 64 * 64);
  return peer->values[i] &&
         good(peer, ((CreateTensor)peer->api[CREATE_TENSOR_WITH_DATA])(
                        peer->memory, peer->values[i], n_bytes, shape,
                        n_dimensions, FLOATS, &peer->tensors[i]));
}

static int load(PeerOnnx* peer, const char* model)
{
  const Function* const api = peer->api;
  return good(peer, ((CreateEnv)api[CREATE_ENV])(LOG_ERRORS, "bench_nn",
                                                 &peer->env)) &&
         good(peer, ((Create)api[CREATE_SESSION_OPTIONS])(&peer->options)) &&
         good(peer,
              ((SetNumber)api[SET_INTRA_OP_NUM_THREADS])(peer->options, 1)) &&
         good(peer, ((SetNumber)api[SET_GRAPH_OPTIMIZATION_LEVEL])(
                        peer->options, OPTIMIZE_ALL)) &&
         good(peer, ((CreateSession)api[CREATE_SESSION])(
                        peer->env, model, peer->options, &peer->session)) &&
         good(peer, ((CreateMemoryInfo)api[CREATE_CPU_MEMORY_INFO])(
                        ARENA_ALLOCATOR, DEFAULT_MEMORY, &peer->memory));
}

/* Have peer_onnx.sh tell where the library and a network are; false, with a
   word, where that cannot be. */
static bool fetch(const char* folder, const char* architecture,
                  const int64_t* shape, int n_outputs,
                  char library[static PATH_MAX], char model[static PATH_MAX])
{
  char* command = NULL;
  if (asprintf(&command, "tests/bench/peer_onnx.sh '%s' '%s' %d %d %d %d",
               folder, architecture, (int)shape[1], (int)shape[2], n_outputs,
               (int)shape[3]) < 0) {
    return false;
  }
  FILE* const pipe = popen(command, "r");
  free(command);
  const bool told =
      pipe && fgets(library, PATH_MAX, pipe) && fgets(model, PATH_MAX, pipe);
  if (!pipe || pclose(pipe) != 0 || !told) {
    return false;
  }
  library[strcspn(library, "\n")] = '\0';
  model[strcspn(model, "\n")] = '\0';
  return true;
}

PeerOnnx* peer_onnx_open(const char* folder, const char* architecture,
                         const int64_t shape[static 4], int n_outputs)
{
  char library[PATH_MAX];
  char model[PATH_MAX];
  const int64_t output_shape[] = {shape[0], n_outputs};
  if (!fetch(folder, architecture, shape, n_outputs, library, model)) {
    return NULL;
  }
  PeerOnnx* const peer = calloc(1, sizeof(*peer));
  if (!peer) {
    return NULL;
  }
  peer->api = find_api(library);
  if (!peer->api || !load(peer, model) || !make_tensor(peer, 0, shape, 4) ||
      !make_tensor(peer, 1, output_shape, 2)) {
    peer_onnx_close(peer);
    return NULL;
  }
  return peer;
}

float* peer_onnx_input(PeerOnnx* peer)
{
  return peer->values[0];
}

const float* peer_onnx_run(PeerOnnx* peer)
{
  static const char* const input = "input";
  static const char* const output = "output";
  return good(peer, ((Run)peer->api[RUN])(peer->session, NULL, &input,
                                          &peer->tensors[0], 1, &output, 1,
                                          &peer->tensors[1]))
             ? peer->values[1]
             : NULL;
}

void peer_onnx_close(PeerOnnx* peer)
{
  if (peer && peer->api) {
    const struct {
      void* object;
      int release;
    } made[] = {{peer->tensors[0], RELEASE_VALUE},
                {peer->tensors[1], RELEASE_VALUE},
                {peer->memory, RELEASE_MEMORY_INFO},
                {peer->session, RELEASE_SESSION},
                {peer->options, RELEASE_SESSION_OPTIONS},
                {peer->env, RELEASE_ENV}};
    for (size_t i = 0; i < sizeof(made) / sizeof(*made); ++i) {
      if (made[i].object) {
        ((Release)peer->api[made[i].release])(made[i].object);
      }
    }
  }
  if (peer) {
    free(peer->values[0]);
    free(peer->values[1]);
  }
  free(peer);
}
