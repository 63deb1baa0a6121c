/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Names that stand for nobody, and names that only look like it. */

#include "dataset/placeholder_words.h"
#include "dataset/placeholders.h"
#include "tests/unit/suite.h"

static void test_placeholders(void** state)
{
  (void)state;
  static const char* const nobody[] = {"Unknown Artist",
                                       "unknown",
                                       "<Unknown>",
                                       "[unknown]",
                                       "Unknown Artist 3",
                                       "Track 01",
                                       "AudioTrack 01",
                                       "Audio Track 7",
                                       "Titel 4",
                                       "Piste 1",
                                       "トラック 01",
                                       "New Artist",
                                       "[no artist]",
                                       "Unbekannter Künstler",
                                       "Unbekannter Interpret",
                                       "Artiste inconnu",
                                       "Artista desconocido",
                                       "Artista desconhecido",
                                       "Artista sconosciuto",
                                       "Onbekende artiest",
                                       "Okänd artist",
                                       "Ukendt kunstner",
                                       "Ukjent artist",
                                       "Tuntematon esittäjä",
                                       "Nieznany wykonawca",
                                       "Neznámý interpret",
                                       "Ismeretlen előadó",
                                       "Bilinmeyen Sanatçı",
                                       "Άγνωστος καλλιτέχνης",
                                       "Неизвестный исполнитель",
                                       "НЕИЗВЕСТНЫЙ ИСПОЛНИТЕЛЬ",
                                       "Невідомий виконавець",
                                       "不明なアーティスト",
                                       "未知艺术家",
                                       "未知藝術家",
                                       "알 수 없는 음악가",
                                       "Nghệ sĩ không xác định",
                                       "فنان غير معروف",
                                       "אמן לא ידוע",
                                       "Óþekktur flytjandi",
                                       "Unknown Singer",
                                       "Sconosciuto Interprete",
                                       "unknown artist - Topic",
                                       "Unknown_Artist (2)",
                                       "Autore sconosciuto",
                                       "Unnamed Artist",
                                       "01 Track",
                                       "Track 1 of 12",
                                       "N/A",
                                       "???",
                                       "-",
                                       "...",
                                       "00",
                                       "ID",
                                       "ID - ID",
                                       "Künstler",
                                       "No Name",
                                       "TBD",
                                       "Trad.",
                                       "Unkown Artist",
                                       "keine Angabe",
                                       "k. A.",
                                       "Не указан",
                                       "Исполнитель",
                                       "歌手",
                                       "无名氏",
                                       "#NAME?",
                                       "#DIV/0!",
                                       "#BEZUG!",
                                       "#NV",
                                       "NaN",
                                       "(blank)",
                                       "\ufffd\ufffd \ufffd?",
                                       "\u200b\u3164",
                                       "No Artist Name",
                                       "Your Artist Name",
                                       "(No Name)",
                                       "Interprète",
                                       "Track No. 1",
                                       "[theatre]",
                                       "Not Applicable",
                                       "www.example.org",
                                       "https://example.org/song",
                                       "\u0301"};
  static const char* const various[] = {"Various Artists",
                                        "Various",
                                        "VA",
                                        "V.A.",
                                        "V/A",
                                        "Verschiedene",
                                        "Verschiedene Interpreten",
                                        "Diverse Interpreten",
                                        "Artistes divers",
                                        "Varios Artistas",
                                        "Vários artistas",
                                        "Artisti vari",
                                        "AA.VV.",
                                        "Diverse artiesten",
                                        "Blandade artister",
                                        "Eri esittäjiä",
                                        "Różni wykonawcy",
                                        "Různí interpreti",
                                        "Különböző előadók",
                                        "Çeşitli Sanatçılar",
                                        "Διάφοροι καλλιτέχνες",
                                        "Разные исполнители",
                                        "Сборник",
                                        "ヴァリアス・アーティスト",
                                        "オムニバス",
                                        "群星",
                                        "欧美群星",
                                        "滾石群星",
                                        "여러 아티스트",
                                        "Various Artists 2",
                                        "VV.AA.",
                                        "Various Artists - Topic",
                                        "Various Artists [compilation]",
                                        "Various DJs",
                                        "Div. Interpreten",
                                        "Vários Intérpretes",
                                        "Unknown/Various",
                                        "VA - Compilation",
                                        "Various Producers",
                                        "Ýmsir flytjendur",
                                        "هنرمندان مختلف",
                                        "विभिन्न कलाकार",
                                        "Original Broadway Cast",
                                        "Original London Cast Recording",
                                        "Original Motion Picture Soundtrack",
                                        "Video Game Soundtrack",
                                        "Soundtracks",
                                        "Various Artists / DJ Mix",
                                        "Various Artists - A Tribute to Ann",
                                        "VA - Summer Hits 3",
                                        "Varius Artists",
                                        "Verschiedene Komponisten",
                                        "Misc.",
                                        "Miscellaneous Artists",
                                        "All Artists",
                                        "Sampler"};
  static const char* const somebody[] = {"Ann",
                                         "Unknown Mortal Orchestra",
                                         "The Unknowns",
                                         "Various Production",
                                         "Track Dogs",
                                         "311",
                                         "112",
                                         "Artist vs Poet",
                                         "Vanilla",
                                         "Va Va Voom",
                                         "The Data Band",
                                         "Compilation of Enemies",
                                         "!!!",
                                         "Нуль",
                                         "Anonymous 4",
                                         "The Unknown",
                                         "The Artist",
                                         "Data",
                                         "Noname",
                                         "+/-",
                                         "Track Star",
                                         "The Soundtrack of Our Lives",
                                         "Unknown DJ",
                                         "Zero 7",
                                         "01 Zebra",
                                         "Null Device",
                                         "Glee Cast",
                                         "#1 Dads",
                                         "#HASH",
                                         "Wham!",
                                         "星",
                                         "Performers of the Year",
                                         "",
                                         "The Cast",
                                         "Varius Manx",
                                         "Karaoke Bandits",
                                         "Sampler and Sons",
                                         "Anon",
                                         "Various Artistry"};
  for (size_t i = 0; i < sizeof(nobody) / sizeof(*nobody); ++i) {
    if (byline_placeholder_find(nobody[i], "") != BYLINE_NOBODY) {
      fail_msg("%s is somebody", nobody[i]);
    }
  }
  for (size_t i = 0; i < sizeof(various) / sizeof(*various); ++i) {
    if (byline_placeholder_find(various[i], "") != BYLINE_VARIOUS_ARTISTS) {
      fail_msg("%s is not various", various[i]);
    }
  }
  for (size_t i = 0; i < sizeof(somebody) / sizeof(*somebody); ++i) {
    if (byline_placeholder_find(somebody[i], "") != BYLINE_SOMEBODY) {
      fail_msg("%s is nobody", somebody[i]);
    }
  }
  assert_int_equal(byline_placeholder_find(
                       "Various", "5b11f4ce-a62d-471e-81fc-a69a8278c7da"),
                   BYLINE_SOMEBODY);
  assert_int_equal(byline_placeholder_find(
                       "Nimekas", "89ad4ac3-39f7-470e-963a-56509c546377"),
                   BYLINE_VARIOUS_ARTISTS);
}

/* Folders that anybody's music is in, and artists' */
static void test_folders(void** state)
{
  (void)state;
  static const char* const of_all[] = {"Music", "Downloads", "New Folder (2)",
                                       "CD 1",  "Disc 2",    "Música",
                                       "MP3s",  "音楽",      "iTunes Media"};
  static const char* const of_one[] = {"Ann",   "Roxy Music", "112",
                                       "Disco", "Musiq",      ""};
  for (size_t i = 0; i < sizeof(of_all) / sizeof(*of_all); ++i) {
    if (!byline_placeholder_is_folder(of_all[i])) {
      fail_msg("%s is an artist's", of_all[i]);
    }
  }
  for (size_t i = 0; i < sizeof(of_one) / sizeof(*of_one); ++i) {
    if (byline_placeholder_is_folder(of_one[i])) {
      fail_msg("%s is nobody's", of_one[i]);
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_placeholders),
      cmocka_unit_test(test_folders),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
