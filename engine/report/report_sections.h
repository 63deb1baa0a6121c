/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file report_sections.h
   The sections of a report, in their order; each adds to the document.
*/

#ifndef BYLINE_REPORT_SECTIONS_H
#define BYLINE_REPORT_SECTIONS_H

#include "report/report.h"

/** Whether it is good enough for who plays music, and what would help. */
BylineStatus byline_report_add_verdict(BylineReport* report);

/** What it is for, and what it is not for. */
void byline_report_add_use(BylineReport* report);

/** The songs and their split. */
void byline_report_add_data(BylineReport* report);

/** Recipe, network, front end. */
void byline_report_add_training(BylineReport* report);

/** Accuracy, by clips, songs, lengths and albums. */
void byline_report_add_results(BylineReport* report);

/** Each artist, and who is taken for whom. */
BylineStatus byline_report_add_artists(BylineReport* report);

/** What some answers rest on. */
BylineStatus byline_report_add_evidence(BylineReport* report);

/** The map of clips. */
void byline_report_add_map(BylineReport* report);

/** How far confidence can be believed, and unknown artists. */
void byline_report_add_calibration(BylineReport* report);

/** Bad conditions, and fingerprints. */
void byline_report_add_robustness(BylineReport* report);

/** What a clip costs here. */
BylineStatus byline_report_add_speed(BylineReport* report);

/** What the figures do not say. */
void byline_report_add_limits(BylineReport* report);

/** The maker's own words, out of a file. */
BylineStatus byline_report_add_notes(BylineDocument* document,
                                     const char* path);

/** Where a model comes from: its file, and what that says. */
BylineStatus byline_report_add_provenance(BylineDocument* document,
                                          const char* model,
                                          const char* provenance);

/** Add a row of two cells to a table: what, and its value. */
void byline_report_add_pair(BylineDocument* document, const char* what,
                            const char* value);

/** Ask the reference, if there is one, about the same songs. */
BylineStatus byline_report_measure_reference(BylineReport* report);

/** What it makes of them, in a sentence. */
void byline_report_add_reference(BylineReport* report);

#endif // BYLINE_REPORT_SECTIONS_H
