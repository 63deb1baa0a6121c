/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/placeholders.h"

#include "base/spelling_key.h"
#include "base/text.h"
#include "dataset/placeholder_words.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* As byline_spelling_key() reduces them.  Collected from what iTunes, Windows
   Media Player, Exact Audio Copy, freedb, Sound Juicer, Android and MusicBrainz
   write, where they are translated. */

static const char* const nobody[] = {
    /* English, and catalogues' own words in brackets */
    "unknown", "unknownartist", "unknownperformer", "unknowncomposer",
    "noartist", "newartist", "untitledartist", "artist", "artistname",
    "albumartist", "trackartist", "audiotrack", "nullartist", "notspecified",
    "unspecified", "tba", "artista", "artiste", "kunstler", "kuenstler",
    "interpret", "artistunknown", "untitled", "unnamed", "notavailable",
    "anonymous", "traditional", "dialogue", "languageinstruction",
    "churchchimes", "naturesounds", "none", "null", "undefined", "unbekannt",
    "unbekannterinterpret", "unbekannterkunstler", "unbekannterkuenstler",
    "unbekannteinterpreten", "keininterpret", "ohneinterpret", "keineangabe",
    "tbd", "trad", "nodata", "noartistname", "noartistset", "defaultartist",
    "yourartistname", "artistnamehere", "insertartistnamehere", "enterartist",
    "notset", "notapplicable", "tobeannounced", "composer", "interprete",
    "performer", "wykonawca", "esittaja", "eloado", "sanatci", "исполнитель",
    "артист", "виконавець", "アーティスト", "艺术家", "藝術家", "歌手",
    /* French, Italian, Spanish, Portuguese, Catalan, Romanian */
    "inconnu", "inconnue", "desconocida", "desconhecida", "sconosciuta",
    "artisteinconnu", "interpreteinconnu", "sansartiste", "sconosciuto",
    "nondisponibile", "artistanondisponibile", "artistasconosciuto",
    "interpretesconosciuto", "desconocido", "artistadesconocido",
    "interpretedesconocido", "desconhecido", "artistadesconhecido",
    "interpretedesconhecido", "artistadesconegut", "artistnecunoscut",
    "interpretnecunoscut",
    /* Dutch, Swedish, Danish, Norwegian, Finnish, Estonian */
    "onbekend", "onbekendeartiest", "onbekendeuitvoerder",
    "onbekendeuitvoerende", "okand", "okandartist", "ukendt", "ukendtkunstner",
    "ukendtartist", "ukjent", "ukjentartist", "tuntematon", "tundmatu",
    "tuntematonartisti", "tuntematonesittaja", "tundmatuesitaja",
    "othekkturflytjandi", "nezinomasatlikejas", "nezinamsizpilditajs",
    /* Polish, Czech, Slovak, Slovene, Croatian, Hungarian, Turkish */
    "nieznany", "nieznanywykonawca", "nieznanyartysta", "neznamy",
    "neznamyinterpret", "neznamyumelec", "neznamyinterpretumelec",
    "neznaniizvajalec", "nepoznatiizvodac", "nepoznatizvodac", "ismeretlen",
    "ismeretleneloado", "ismeretleneloado", "bilinmeyensanatci", "bilinmeyen",
    "bilinmiyor",
    /* Greek, Russian, Ukrainian, Bulgarian, Serbian */
    "αγνωστοσ", "αγνωστοσκαλλιτεχνησ", "неизвестно", "неизвестен",
    "неизвестныи", "неизвестныиисполнитель", "неизвестныиартист",
    "исполнительнеизвестен", "невідомии", "невідомиивиконавець", "неуказан",
    "неуказано", "безназвания", "неизвестенизпълнител", "непознатизвођач",
    "непознатиизвођач",
    /* Japanese, Chinese, Korean, Vietnamese, Thai, Indonesian */
    "不明", "不明なアーティスト", "アーティスト不明", "不明なアーチスト",
    "未知", "未知艺术家", "未知藝術家", "未知艺人", "未知藝人", "未知歌手",
    "未知的艺术家", "未知演出者", "未知的演出者", "不明演出者", "佚名",
    "无名氏", "無名氏", "网络歌手", "網路歌手", "알수없음", "알수없는음악가",
    "알수없는아티스트", "아티스트알수없음", "khongronghesi",
    "nghesikhongxacdinh", "ศิลปินที่ไม่รู้จัก", "ไม่ทราบศิลปิน", "artistidakdikenal",
    "artistidakdiketahui",
    /* Arabic, Hebrew, Persian, Hindi */
    "غيرمعروف", "فنانغيرمعروف", "לאידוע", "אמןלאידוע", "هنرمندناشناس",
    "هنرمندناشناخته", "अज्ञातकलाकार", NULL};

static const char* const various[] = {"va",
                                      "various",
                                      "variousartists",
                                      "variousartist",
                                      "variousperformers",
                                      "variouscomposers",
                                      "variousinterprets",
                                      "severalartists",
                                      "multipleartists",
                                      "allartists",
                                      "manyartists",
                                      "guestartists",
                                      "misc",
                                      "miscartists",
                                      "miscellaneous",
                                      "miscellaneousartists",
                                      "sampler",
                                      "karaoke",
                                      "compilation",
                                      "compilations",
                                      "soundtrack",
                                      "soundtracks",
                                      "originalsoundtrack",
                                      "ost",
                                      "verschiedene",
                                      "verschiedeneinterpreten",
                                      "verschiedenekunstler",
                                      "verschiedenekuenstler",
                                      "diverse",
                                      "diverseinterpreten",
                                      "diversekunstler",
                                      "diversekuenstler",
                                      "divers",
                                      "diversartistes",
                                      "artistesdivers",
                                      "artistesvaries",
                                      "artistesvarie",
                                      "multiinterpretes",
                                      "multiartistes",
                                      "multipleartistes",
                                      "interpretesdivers",
                                      "varios",
                                      "variosartistas",
                                      "artistasvarios",
                                      "variosinterpretes",
                                      "artistasvariados",
                                      "interpretesvarios",
                                      "artistasdiversos",
                                      "diversos",
                                      "diversosartistas",
                                      "diversosartistes",
                                      "vari",
                                      "artistivari",
                                      "variartisti",
                                      "artistidiversi",
                                      "interpretivari",
                                      "autorivari",
                                      "aavv",
                                      "vvaa",
                                      "diverseartiesten",
                                      "verschillendeartiesten",
                                      "diverseuitvoerenden",
                                      "verschillendeuitvoerders",
                                      "diverseartister",
                                      "olikaartister",
                                      "blandadeartister",
                                      "forskelligekunstnere",
                                      "diversekunstnere",
                                      "forskjelligeartister",
                                      "eriesittajia",
                                      "useitaesittajia",
                                      "sekalaisiaesittajia",
                                      "eriartisteja",
                                      "erinevadesitajad",
                                      "rozniwykonawcy",
                                      "rozniartysci",
                                      "wykonawcyrozni",
                                      "ruzniinterpreti",
                                      "ruzniumelci",
                                      "ruzni",
                                      "rozniinterpreti",
                                      "rozniumelci",
                                      "raznisolvajalci",
                                      "razlicniizvajalci",
                                      "razniizvodaci",
                                      "razniizvodjaci",
                                      "kulonbozoeloadok",
                                      "tobbeloado",
                                      "vegyeseloadok",
                                      "valogatas",
                                      "cesitlisanatcilar",
                                      "karisik",
                                      "artistidiversi",
                                      "diversiartisti",
                                      "ivairusatlikejai",
                                      "ymsirflytjendur",
                                      "dazadiizpilditaji",
                                      "διαφοροι",
                                      "διαφοροικαλλιτεχνεσ",
                                      "разные",
                                      "разныеисполнители",
                                      "различныеисполнители",
                                      "разныеартисты",
                                      "сборник",
                                      "різнівиконавці",
                                      "разниизпълнители",
                                      "различниизпълнители",
                                      "разниизвођачи",
                                      "ヴァリアスアーティスト",
                                      "ヴァリアスアーティスツ",
                                      "バリアスアーティスト",
                                      "ヴァリアス",
                                      "オムニバス",
                                      "各種アーティスト",
                                      "様々なアーティスト",
                                      "さまざまなアーティスト",
                                      "众星",
                                      "各种艺术家",
                                      "多位艺术家",
                                      "众艺人",
                                      "各種演出者",
                                      "多位演出者",
                                      "合輯",
                                      "合辑",
                                      "여러아티스트",
                                      "다양한아티스트",
                                      "여러음악가",
                                      "여러가수",
                                      "nhieunghesi",
                                      "berbagaiartis",
                                      "artisberbagai",
                                      "ศิลปินต่างๆ",
                                      "ศิลปินหลากหลาย",
                                      "فنانونمتنوعون",
                                      "فنانونمختلفون",
                                      "متنوع",
                                      "هنرمندانمختلف",
                                      "विभिन्नकलाकार",
                                      "אמניםשונים",
                                      "שונים",
                                      NULL};

/* With their marks, as byline_text_fold() leaves them: bands are called Data */
static const char* const marked[] = {
    "n/a",       "n.a.",      "#n/a",     "#nv",      "k.a.",    "k. a.",
    "id - id",   "[data]",    "no name",  "(blank)",  "[blank]", "(empty)",
    "[no name]", "(no name)", "[noname]", "<empty>",  "[empty]", "(leer)",
    "anon.",     "[theatre]", "[disney]", "[artist]", NULL};

/* What comes before the name of a compilation, or of its kind */
static const char* const various_begins[] = {"various artists ", "va - ",
                                             "v.a. - ", NULL};

/* What all-stars of a label or a country are called, at the end */
static const char all_stars[] = "群星";

/* Bands with such a name */
static const char* const somebody[] = {"anonymous4", NULL};

/* At
 * https://musicbrainz.org/doc/Style/Unknown_and_untitled/Special_purpose_artist
 */
static const char* const nobody_ids[] = {
    "125ec42a-7229-4250-afc5-e057484327fe", /* [unknown] */
    "f731ccc4-e22a-43af-a747-64213329e088", /* [anonymous] */
    "eec63d3c-3b81-4ad4-b1e4-7c147d4d2b61", /* [no artist] */
    "9be7f096-97ec-4615-8957-8d40b5dcbc41", /* [traditional] */
    "33cf029c-63b0-41a0-9855-be2a3665fb3b", /* [data] */
    "314e1c25-dde7-4e4d-b2f4-0a7b9f7c56dc", /* [dialogue] */
    NULL};

static const char various_id[] = "89ad4ac3-39f7-470e-963a-56509c546377";

static bool is_among(const char* word, const char* const* words)
{
  while (*words && strcmp(*words, word) != 0) {
    ++words;
  }
  return *words != NULL;
}

static bool ends_in(const char* key, const char* end)
{
  const size_t n = strlen(key);
  return n >= strlen(end) && !strcmp(key + n - strlen(end), end);
}

static bool begins_with_one_of(const char* text, const char* const* begins)
{
  while (*begins && strncmp(text, *begins, strlen(*begins)) != 0) {
    ++begins;
  }
  return *begins != NULL;
}

/* Cut off the digits at the end.  Returns whether there were any. */
static bool cut_number(char* key)
{
  size_t n = strlen(key);
  const size_t length = n;
  while (n > 0 && isdigit((unsigned char)key[n - 1])) {
    --n;
  }
  key[n] = '\0';
  return n < length;
}

/* Whether nothing but marks that stand for what is not known is there, or bytes
   that were no characters. */
static bool is_marks(const char* folded)
{
  static const char replacement[] = "\ufffd";
  static const size_t length = sizeof(replacement) - 1;
  const char* s = folded;
  while (*s && (strchr("-_.?* ", *s) || !strncmp(s, replacement, length))) {
    s += strchr("-_.?* ", *s) ? 1 : length;
  }
  return !*s;
}

/* Whether a spreadsheet took a name for a formula: #NAME?, #DIV/0!, #BEZUG! */
static bool is_formula(const char* name)
{
  const size_t n = strcspn(name, "!?");
  return name[0] == '#' && n > 3 && name[n] && !name[n + 1] &&
         strspn(name + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ/0") + 1 == n;
}

/* Whether it is where a file was got from. */
static bool is_address(const char* folded)
{
  static const char* const begins[] = {"http://", "https://", "www.", NULL};
  return begins_with_one_of(folded, begins) && !strchr(folded, ' ');
}

/* Whether nobody wrote a name: marks only, the word of disc jockeys for it, a
   spreadsheet's or program's, or a number with a zero before it. */
static bool is_left_open(const char* name, const char* folded)
{
  const size_t n = strlen(folded);
  return is_marks(folded) || is_formula(name) || is_among(folded, marked) ||
         is_address(folded) || !strcmp(name, "ID") || !strcmp(name, "nan") ||
         !strcmp(name, "NaN") ||
         (n <= 2 && folded[0] == '0' && strspn(folded, "0123456789") == n);
}

/* Whether it is one word with an article: The Unknown, The Artist. */
static bool is_band(const char* folded)
{
  return !strncmp(folded, "the ", 4) && !strchr(folded + 4, ' ');
}

static BylinePlaceholder find_in_key(char* key)
{
  if (is_among(key, somebody)) {
    return BYLINE_SOMEBODY;
  }
  if (is_among(key, various) || ends_in(key, all_stars)) {
    return BYLINE_VARIOUS_ARTISTS;
  }
  if (is_among(key, nobody)) {
    return BYLINE_NOBODY;
  }
  if (!cut_number(key)) {
    return BYLINE_SOMEBODY;
  }
  return is_among(key, various) ? BYLINE_VARIOUS_ARTISTS
         : byline_placeholder_is_track(key) || is_among(key, nobody)
             ? BYLINE_NOBODY
             : BYLINE_SOMEBODY;
}

BylinePlaceholder byline_placeholder_find(const char* name, const char* id)
{
  if (is_among(id, nobody_ids)) {
    return BYLINE_NOBODY;
  }
  if (!strcmp(id, various_id)) {
    return BYLINE_VARIOUS_ARTISTS;
  }
  char* const folded = id[0] ? NULL : byline_text_fold(name);
  char* const key = folded ? byline_spelling_key(name) : NULL;
  BylinePlaceholder whom = BYLINE_SOMEBODY;
  if (key && name[0] && !is_band(folded)) {
    whom = is_left_open(name, folded)                   ? BYLINE_NOBODY
           : begins_with_one_of(folded, various_begins) ? BYLINE_VARIOUS_ARTISTS
                                                        : find_in_key(key);
    whom = whom != BYLINE_SOMEBODY || is_among(key, somebody)
               ? whom
               : byline_placeholder_find_in_words(folded);
  }
  free(key);
  free(folded);
  return whom;
}
