/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/training.h"

#include "base/words.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { TEXT, WHOLE, NUMBER, CHOICE } Type;

/* A key of a recipe */
typedef struct {
  const char* name;
  Type type;
  size_t offset;              ///< Of its member in BylineRecipe
  size_t size;                ///< Of that member, in bytes
  double minimum;             ///< Of WHOLE and NUMBER
  double maximum;             ///< Of WHOLE and NUMBER
  const char* const* choices; ///< Of CHOICE, in the order of their values
  const char* initial;        ///< Default, as a recipe would say it
  const char* doc;
} Key;

static const char* const no_yes[] = {"no", "yes", NULL};
static const char* const parts[] = {"train", "train+validation", NULL};
static const char* const answers[] = {"best", "network", NULL};
static const char* const schedules[] = {"constant", "cosine", "one-cycle",
                                        "step", NULL};

#define MEMBER(name)                                                           \
#name, .offset = offsetof(BylineRecipe, name),                               \
         .size = sizeof(((BylineRecipe*)NULL)->name)

static const Key keys[] = {
    {MEMBER(architecture), .type = TEXT,
     .initial = "resnet:width=16,blocks=1-1-1-1,dropout=0.2",
     .doc = "network and its sizes"},
    {MEMBER(clip_frames), .type = WHOLE, .minimum = 16, .maximum = 4096,
     .initial = "266", .doc = "columns of a clip; 266 are 10 s"},
    {MEMBER(min_frames), .type = WHOLE, .minimum = 0, .maximum = 4096,
     .initial = "0",
     .doc = "batches of clips from so many columns up to clip_frames; "
            "0: all are whole"},
    {MEMBER(epochs), .type = WHOLE, .minimum = 1, .maximum = 100000,
     .initial = "26", .doc = "how often to validate until the end"},
    {MEMBER(clips_per_epoch), .type = WHOLE, .minimum = 1, .maximum = 1e9,
     .initial = "2048", .doc = "clips to learn from between two validations"},
    {MEMBER(batch), .type = WHOLE, .minimum = 1, .maximum = 4096,
     .initial = "32", .doc = "clips in a step, of all processes together"},
    {MEMBER(sync_batch_norm), .type = CHOICE, .choices = no_yes,
     .initial = "no",
     .doc = "with several processes, normalise over all their clips"},
    {MEMBER(balance), .type = NUMBER, .minimum = 0, .maximum = 1,
     .initial = "0",
     .doc = "1: artists are drawn alike; 0: as often as they have music"},
    {MEMBER(class_weight), .type = NUMBER, .minimum = 0, .maximum = 1,
     .initial = "0",
     .doc = "1: each artist counts alike in the loss, however rarely drawn; "
            "0: each clip does"},
    {MEMBER(learning_rate), .type = NUMBER, .minimum = 0, .maximum = 100,
     .initial = "0.05", .doc = "step size after the warm-up"},
    {MEMBER(warmup_epochs), .type = NUMBER, .minimum = 0, .maximum = 100000,
     .initial = "1", .doc = "epochs in which the learning rate climbs to that"},
    {MEMBER(schedule), .type = CHOICE, .choices = schedules,
     .initial = "cosine",
     .doc =
         "the learning rate after the warm-up; one-cycle climbs over 30 % of "
         "the training instead"},
    {MEMBER(step_epochs), .type = NUMBER, .minimum = 0.01, .maximum = 100000,
     .initial = "10", .doc = "the step schedule lowers the rate so often"},
    {MEMBER(step_factor), .type = NUMBER, .minimum = 0, .maximum = 1,
     .initial = "0.1", .doc = "and multiplies it by this"},
    {MEMBER(momentum), .type = NUMBER, .minimum = 0, .maximum = 0.9999,
     .initial = "0.9", .doc = "share of its velocity that a step keeps"},
    {MEMBER(nesterov), .type = CHOICE, .choices = no_yes, .initial = "yes",
     .doc = "Nesterov's momentum"},
    {MEMBER(weight_decay), .type = NUMBER, .minimum = 0, .maximum = 1,
     .initial = "0.0005", .doc = "L2 penalty; not on biases and norms"},
    {MEMBER(max_gradient), .type = NUMBER, .minimum = 0, .maximum = 1e6,
     .initial = "5", .doc = "largest norm of a gradient; 0: no limit"},
    {MEMBER(label_smoothing), .type = NUMBER, .minimum = 0, .maximum = 0.9,
     .initial = "0.1", .doc = "share of the target spread over all artists"},
    {MEMBER(mixup), .type = NUMBER, .minimum = 0, .maximum = 1, .initial = "0",
     .doc = "alpha of mixup (Zhang et al. 2018); 0: none"},
    {MEMBER(mel_loss), .type = NUMBER, .minimum = 0, .maximum = 100,
     .initial = "1.5",
     .doc = "of --task=separate: what the distance between the log mel "
            "spectra of estimate and voice counts beside the masks' entropy"},
    {MEMBER(ema), .type = NUMBER, .minimum = 0, .maximum = 0.99999,
     .initial = "0.995", .doc = "decay of the average of weights; 0: none"},
    {MEMBER(patience), .type = WHOLE, .minimum = 0, .maximum = 100000,
     .initial = "0",
     .doc = "stop after so many epochs without progress; "
            "0: never"},
    {MEMBER(body_rate), .type = NUMBER, .minimum = 0, .maximum = 1,
     .initial = "1",
     .doc = "learning rate of all but the classifier, as a share of "
            "learning_rate"},
    {MEMBER(freeze_epochs), .type = NUMBER, .minimum = 0, .maximum = 100000,
     .initial = "0", .doc = "epochs in which only the classifier learns"},
    {MEMBER(time_masks), .type = WHOLE, .minimum = 0, .maximum = 64,
     .initial = "2", .doc = "masked stretches of columns (SpecAugment)"},
    {MEMBER(time_mask_frames), .type = WHOLE, .minimum = 0, .maximum = 4096,
     .initial = "40", .doc = "most columns of one"},
    {MEMBER(band_masks), .type = WHOLE, .minimum = 0, .maximum = 64,
     .initial = "2", .doc = "masked groups of bands (SpecAugment)"},
    {MEMBER(band_mask_bands), .type = WHOLE, .minimum = 0, .maximum = 4096,
     .initial = "24", .doc = "most bands of one"},
    {MEMBER(speed), .type = NUMBER, .minimum = 0, .maximum = 0.5,
     .initial = "0.04",
     .doc = "largest change of speed and pitch, as by a pitch fader; "
            "0.08: 8 %"},
    {MEMBER(time_warp), .type = WHOLE, .minimum = 0, .maximum = 4096,
     .initial = "0",
     .doc = "columns by which time is bent within a clip (SpecAugment)"},
    {MEMBER(tilt), .type = NUMBER, .minimum = 0, .maximum = 40, .initial = "1",
     .doc = "size of a random colouring, in dB"},
    {MEMBER(voice), .type = NUMBER, .minimum = 0, .maximum = 1, .initial = "0",
     .doc = "how much rarer clips of a song without a voice are than those "
            "with one; 1: not drawn; needs a dataset of --focus=three"},
    {MEMBER(learn_from), .type = CHOICE, .choices = parts, .initial = "train",
     .doc = "songs to learn from; with those of validation the last epoch is "
            "kept"},
    {MEMBER(answer), .type = CHOICE, .choices = answers, .initial = "best",
     .doc = "what the model answers with: the best of network, statistics and "
            "both on validation, or the network alone"},
    {MEMBER(strangers), .type = TEXT, .initial = "none",
     .doc = "a dataset's folder, whose artists, but for those to learn, the "
            "network learns to be unsure about (outlier exposure); or none"},
    {MEMBER(stranger_share), .type = NUMBER, .minimum = 0, .maximum = 0.9,
     .initial = "0.2", .doc = "share of clips that are by strangers"},
    {MEMBER(sound_share), .type = NUMBER, .minimum = 0, .maximum = 0.9,
     .initial = "0.05",
     .doc = "share of clips that are no music, but noise, tones, clicks or "
            "speech, which the network learns to be unsure about"},
    {MEMBER(temperature), .type = NUMBER, .minimum = 0, .maximum = 100,
     .initial = "0",
     .doc = "what logits are divided by; 0: what fits validation best"},
    {MEMBER(seed), .type = WHOLE, .minimum = 0, .maximum = 0x1p53,
     .initial = "1", .doc = "of everything that is drawn"},
    {MEMBER(licence), .type = TEXT, .initial = "not stated",
     .doc = "terms of the model's use, shown to its users"},
};

#define N_KEYS (sizeof(keys) / sizeof(keys[0]))

static void* member(BylineRecipe* recipe, const Key* key)
{
  return (char*)recipe + key->offset;
}

static const char* key_name(const void* words, size_t i)
{
  return ((const Key*)words)[i].name;
}

static BylineStatus find_key(const char* name, const Key** found)
{
  const size_t i = byline_word_nearest(name, key_name, keys, N_KEYS);
  if (i < N_KEYS && !strcmp(keys[i].name, name)) {
    *found = &keys[i];
    return BYLINE_OK;
  }
  return i < N_KEYS
             ? byline_error(BYLINE_ERROR_USAGE,
                            "a recipe has no key '%s'; did you mean '%s'?",
                            name, keys[i].name)
             : byline_error(BYLINE_ERROR_USAGE,
                            "a recipe has no key '%s'; 'byline train "
                            "--help-recipe' lists them",
                            name);
}

static BylineStatus set_number(const Key* key, const char* value, void* target)
{
  char* end = NULL;
  errno = 0;
  const double x = strtod(value, &end);
  const bool whole = key->type == WHOLE;
  if (errno || end == value || *end ||
      !(x >= key->minimum && x <= key->maximum) || (whole && x != floor(x))) {
    return byline_error(
        BYLINE_ERROR_USAGE, "%s is a%s number from %.16g to %.16g, not '%s'",
        key->name, whole ? " whole" : "", key->minimum, key->maximum, value);
  }
  if (whole) {
    *(int64_t*)target = (int64_t)x;
  } else {
    *(double*)target = x;
  }
  return BYLINE_OK;
}

static BylineStatus set_choice(const Key* key, const char* value,
                               int64_t* target)
{
  char list[128] = "";
  for (int64_t i = 0; key->choices[i]; ++i) {
    if (!strcmp(value, key->choices[i])) {
      *target = i;
      return BYLINE_OK;
    }
    const size_t n = strlen(list);
    snprintf(list + n, sizeof(list) - n, "%s%s", n ? " or " : "",
             key->choices[i]);
  }
  return byline_error(BYLINE_ERROR_USAGE, "%s is %s, not '%s'", key->name, list,
                      value);
}

static BylineStatus set_text(const Key* key, const char* value, char* target)
{
  if (!value[0] || strlen(value) >= key->size) {
    return byline_error(BYLINE_ERROR_USAGE, "%s has 1 to %zu characters",
                        key->name, key->size - 1);
  }
  strcpy(target, value);
  return BYLINE_OK;
}

BylineStatus byline_recipe_set(BylineRecipe* recipe, const char* name,
                               const char* value)
{
  const Key* key = NULL;
  BYLINE_TRY(find_key(name, &key));
  switch (key->type) {
  case TEXT:
    return set_text(key, value, member(recipe, key));
  case CHOICE:
    return set_choice(key, value, member(recipe, key));
  case WHOLE:
  case NUMBER:
    break;
  }
  return set_number(key, value, member(recipe, key));
}

BylineRecipe byline_recipe_default(void)
{
  BylineRecipe recipe = {.seed = 0};
  for (size_t i = 0; i < N_KEYS; ++i) {
    byline_recipe_set(&recipe, keys[i].name, keys[i].initial);
  }
  return recipe;
}

/* Write a number with as many digits as it takes to read it back. */
static void print_number(FILE* stream, double x)
{
  char text[32];
  for (int digits = 6; digits <= 17; ++digits) {
    snprintf(text, sizeof(text), "%.*g", digits, x);
    if (strtod(text, NULL) >= x && strtod(text, NULL) <= x) {
      break;
    }
  }
  fputs(text, stream);
}

static void print_value(FILE* stream, const BylineRecipe* recipe,
                        const Key* key)
{
  const void* const value = (const char*)recipe + key->offset;
  switch (key->type) {
  case TEXT:
    fputs(value, stream);
    break;
  case WHOLE:
    fprintf(stream, "%lld", (long long)*(const int64_t*)value);
    break;
  case NUMBER:
    print_number(stream, *(const double*)value);
    break;
  case CHOICE:
    fputs(key->choices[*(const int64_t*)value], stream);
    break;
  }
}

char* byline_recipe_text(const BylineRecipe* recipe)
{
  char* text = NULL;
  size_t size = 0;
  FILE* const stream = open_memstream(&text, &size);
  if (!stream) {
    return NULL;
  }
  for (size_t i = 0; i < N_KEYS; ++i) {
    fprintf(stream, "%s = ", keys[i].name);
    print_value(stream, recipe, &keys[i]);
    fputc('\n', stream);
  }
  fclose(stream);
  return text;
}

static void print_range(FILE* stream, const Key* key)
{
  if (key->type == CHOICE) {
    for (size_t i = 0; key->choices[i]; ++i) {
      fprintf(stream, "%s%s", i ? " or " : "", key->choices[i]);
    }
  } else if (key->type != TEXT) {
    fprintf(stream, "%.16g to %.16g", key->minimum, key->maximum);
  }
}

char* byline_recipe_help(void)
{
  char* text = NULL;
  size_t size = 0;
  FILE* const stream = open_memstream(&text, &size);
  if (!stream) {
    return NULL;
  }
  for (size_t i = 0; i < N_KEYS; ++i) {
    fprintf(stream, "%s = %s\n    %s", keys[i].name, keys[i].initial,
            keys[i].doc);
    if (keys[i].type != TEXT) {
      fputs(" (", stream);
      print_range(stream, &keys[i]);
      fputc(')', stream);
    }
    fputc('\n', stream);
  }
  fclose(stream);
  return text;
}
