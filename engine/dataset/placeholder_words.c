/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/placeholder_words.h"

#include "base/spelling_key.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* All as byline_spelling_key() reduces them */

/* Of two or more words, all are among these, whatever their order: with one for
   nobody, or for several */
static const char* const unknown_words[] = {"unknown",      "unbekannt",
                                            "unbekannte",   "unbekannter",
                                            "inconnu",      "inconnue",
                                            "inconnus",     "desconocido",
                                            "desconocida",  "desconocidos",
                                            "desconhecido", "desconhecida",
                                            "sconosciuto",  "sconosciuta",
                                            "sconosciuti",  "onbekend",
                                            "onbekende",    "okand",
                                            "okanda",       "ukendt",
                                            "ukendte",      "ukjent",
                                            "ukjente",      "tuntematon",
                                            "tundmatu",     "nieznany",
                                            "nieznani",     "neznamy",
                                            "neznama",      "neznani",
                                            "nepoznat",     "nepoznati",
                                            "ismeretlen",   "bilinmeyen",
                                            "αγνωστοσ",     "неизвестныи",
                                            "неизвестные",  "неизвестен",
                                            "невідомии",    "unkown",
                                            "uknown",       "unknow",
                                            "unnamed",      "untitled",
                                            "undefined",    NULL};

static const char* const various_words[] = {
    "various",  "verschiedene", "verschiedener", "diverse",
    "divers",   "diverses",     "div",           "vari",
    "varie",    "varies",       "varios",        "varias",
    "variados", "diversos",     "diversas",      "diversi",
    "olika",    "blandade",     "rozni",         "ruzni",
    "razni",    "razliciti",    "cesitli",       "διαφοροι",
    "разные",   "различные",    "різні",         "multiple",
    "several",  "mixed",        "assorted",      "verschillende",
    "va",       "varius",       "varous",        "miscellaneous",
    NULL};

static const char* const who_words[] = {
    "artist",       "artists",     "artista",     "artistas",
    "artiste",      "artistes",    "artisti",     "artister",
    "artiesten",    "artiest",     "artyst",      "artysta",
    "artysci",      "interpret",   "interpreten", "interprete",
    "interpretes",  "interpreti",  "interpreter", "interpreters",
    "kunstler",     "kuenstler",   "kunstner",    "kunstnere",
    "performer",    "performers",  "singer",      "singers",
    "musicians",    "composer",    "composers",   "compositeur",
    "compositeurs", "compositor",  "komponist",   "komponisten",
    "compositores", "compositori", "author",      "authors",
    "autor",        "autore",      "autori",      "autores",
    "auteur",       "auteurs",     "djs",         "album",
    "track",        "title",       "titel",       "titre",
    "titolo",       "titulo",      "izvajalec",   "esittaja",
    "eloado",       "wykonawca",   "wykonawcy",   "umelec",
    "umelci",       "izvodac",     "izvodaci",    "sanatci",
    "sanatcilar",   "исполнитель", "исполнители", "артист",
    "артисты",      "виконавець",  "виконавці",   "καλλιτεχνησ",
    "topic",        "compilation", "producer",    "producers",
    "vocalist",     "vocalists",   NULL};

static const char* const soundtrack_words[] = {"soundtrack", "soundtracks",
                                               "ost", "cast", NULL};

static const char* const film_words[] = {
    "original", "motion", "picture", "score",      "recording", "film",
    "movie",    "game",   "tv",      "broadway",   "london",    "studio",
    "video",    "anime",  "series",  "television", NULL};

/* What a track without a name is called, before its number */
static const char* const numbered[] = {
    "track",  "trackno", "tracknr", "tracknumber", "audiotrack", "unknowntrack",
    "titel",  "titre",   "piste",   "pista",       "traccia",    "faixa",
    "nummer", "spor",    "spar",    "raita",       "utwor",      "sciezka",
    "stopa",  "skladba", "parca",   "трек",        "дорожка",    "トラック",
    "曲目",   "音轨",    "音軌",    "트랙",        NULL};

/* What people and programs call folders of music, perhaps with a number */
static const char* const folders[] = {"music",
                                      "mymusic",
                                      "musik",
                                      "eigenemusik",
                                      "musique",
                                      "musica",
                                      "muziek",
                                      "musikk",
                                      "muzyka",
                                      "hudba",
                                      "музыка",
                                      "音乐",
                                      "音樂",
                                      "音楽",
                                      "ミュージック",
                                      "음악",
                                      "download",
                                      "downloads",
                                      "telechargements",
                                      "descargas",
                                      "newfolder",
                                      "neuerordner",
                                      "nouveaudossier",
                                      "nuevacarpeta",
                                      "carpetanueva",
                                      "nuovacartella",
                                      "novapasta",
                                      "untitledfolder",
                                      "unsorted",
                                      "unsortiert",
                                      "tosort",
                                      "incoming",
                                      "mp3",
                                      "mp3s",
                                      "flac",
                                      "wav",
                                      "audio",
                                      "songs",
                                      "tracks",
                                      "singles",
                                      "albums",
                                      "playlists",
                                      "itunes",
                                      "itunesmedia",
                                      "itunesmusic",
                                      "automaticallyaddtoitunes",
                                      "recordings",
                                      "cd",
                                      "disc",
                                      "disk",
                                      "temp",
                                      "tmp",
                                      NULL};

static bool is_among(const char* word, const char* const* words)
{
  while (*words && strcmp(*words, word) != 0) {
    ++words;
  }
  return *words != NULL;
}

static bool is_number(const char* word)
{
  return word[0] && strspn(word, "0123456789") == strlen(word);
}

/* How many words of a name are of each kind */
typedef struct {
  size_t n;
  size_t unknown;
  size_t various;
  size_t who;
  size_t soundtrack;
  size_t film;
  size_t track;
  size_t number;
} Words;

static void count_word(Words* words, const char* word)
{
  const bool is_of = !strcmp(word, "of");
  ++words->n;
  words->unknown += is_among(word, unknown_words);
  words->various += is_among(word, various_words);
  words->who += is_among(word, who_words);
  words->soundtrack += is_among(word, soundtrack_words);
  words->film += is_among(word, film_words);
  words->track += is_among(word, numbered);
  words->number += is_number(word) || (is_of && words->number > 0);
}

static Words count_words(char* folded)
{
  static const char between[] = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
  Words words = {0};
  char* rest = NULL;
  for (char* s = strtok_r(folded, between, &rest); s;
       s = strtok_r(NULL, between, &rest)) {
    char* const key = byline_spelling_key(s);
    if (key) {
      count_word(&words, key);
    }
    free(key);
  }
  return words;
}

BylinePlaceholder byline_placeholder_find_in_words(char* folded)
{
  const Words w = count_words(folded);
  const size_t n_people = w.unknown + w.various + w.who + w.number;
  if (w.n < 2) {
    return BYLINE_SOMEBODY;
  }
  if (w.various + w.soundtrack > 0 &&
      (n_people == w.n || (w.soundtrack + w.film == w.n))) {
    return BYLINE_VARIOUS_ARTISTS;
  }
  const bool is_track = w.track > 0 && w.number > 0;
  return (w.unknown > 0 && n_people == w.n) ||
                 (is_track && w.track + w.number == w.n)
             ? BYLINE_NOBODY
             : BYLINE_SOMEBODY;
}

bool byline_placeholder_is_track(const char* key)
{
  return is_among(key, numbered);
}

bool byline_placeholder_is_folder(const char* name)
{
  char* const key = byline_spelling_key(name);
  bool is_folder = false;
  if (key) {
    size_t n = strlen(key);
    is_folder = is_among(key, folders);
    while (n > 0 && strchr("0123456789", key[n - 1])) {
      key[--n] = '\0';
    }
    is_folder = is_folder || is_among(key, folders);
  }
  free(key);
  return is_folder;
}
