/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file atoms.h
   Reads atoms that may be truncated, not aligned, of another type or nonsense:
   never past their end; and has what writes them.  For messages to the plugin
   and to its windows.
*/

#ifndef BYLINE_PROTOCOL_ATOMS_H
#define BYLINE_PROTOCOL_ATOMS_H

#include "plugin/protocol/urids.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Bytes that may be read: the body of an atom, or what is left of it. */
typedef struct {
  const uint8_t* data; ///< Perhaps not aligned
  size_t size;         ///< Bytes
  LV2_URID type;       ///< Of the atom, 0 for no atom
} BylineAtomBody;

/**
   Open an object, whatever kind of object it is.

   @param data An atom.
   @param size Bytes that may be read.
   @param[out] otype What it is, 0 for no object.
   @return Its properties.
*/
BylineAtomBody byline_atom_open(const void* data, size_t size, LV2_URID* otype);

/** The value of a property of an object, without type if it has none. */
BylineAtomBody byline_atom_find(BylineAtomBody properties, LV2_URID key);

/** Copy the value of a property if it has this type and at least this size. */
bool byline_atom_get(BylineAtomBody properties, LV2_URID key, LV2_URID type,
                     void* value, size_t size);

/** A String or Path that ends with a 0; NULL if it is none. */
const char* byline_atom_text(const BylineUrids* urids, BylineAtomBody body);

/**
   Copy a String or Path, which may lack the 0 at its end.

   @return False if it is none, or does not fit into `size` bytes.
*/
bool byline_atom_copy_text(const BylineUrids* urids, BylineAtomBody body,
                           char* text, size_t size);

/**
   Up to `most` strings of a property that is a Tuple; others become NULL.

   @return How many.
*/
size_t byline_atom_get_texts(const BylineUrids* urids,
                             BylineAtomBody properties, LV2_URID key,
                             const char** texts, size_t most);

/**
   Up to `most` numbers of a property that is a Vector of `type`.

   @param size Bytes of a number.
   @return How many.
*/
size_t byline_atom_get_numbers(const BylineUrids* urids,
                               BylineAtomBody properties, LV2_URID key,
                               LV2_URID type, void* numbers, size_t size,
                               size_t most);

/** What writes atoms, with numbers that the host gave before. */
LV2_Atom_Forge byline_atom_forge(const BylineUrids* urids);

#endif // BYLINE_PROTOCOL_ATOMS_H
