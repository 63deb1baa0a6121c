/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What windows and hosts ask for. */

#include "messages.h"

#include "byline/plugin.h"
#include "protocol/atoms.h"

#include <lv2/atom/util.h>

bool byline_message_wanted(const BylineUrids* urids, const LV2_Atom* atom)
{
  if (atom->size < sizeof(LV2_Atom_Object_Body) ||
      atom->size > BYLINE_MAX_MESSAGE - sizeof(LV2_Atom)) {
    return false;
  }
  /* The type is not looked at: it may be atom:Object or an older one */
  const LV2_URID otype = ((const LV2_Atom_Object*)atom)->body.otype;
  return otype == urids->byline_Attach || otype == urids->byline_Detach ||
         otype == urids->byline_Names || otype == urids->byline_Teach ||
         otype == urids->byline_TakeBack || otype == urids->byline_Explain ||
         otype == urids->patch_Get || otype == urids->patch_Set;
}

/* Which property a patch message is about; false for none of ours.  Without
   one, all are meant. */
static bool property_of(const BylineUrids* urids, BylineAtomBody properties,
                        BylineProperty* property)
{
  LV2_URID key = 0;
  *property = BYLINE_PROPERTY_COUNT;
  if (!byline_atom_find(properties, urids->patch_property).type) {
    return true;
  }
  if (!byline_atom_get(properties, urids->patch_property, urids->atom_URID,
                       &key, sizeof(key))) {
    return false;
  }
  int p = 0;
  while (p < BYLINE_PROPERTY_COUNT &&
         byline_property_urid(urids, (BylineProperty)p) != key) {
    ++p;
  }
  *property = (BylineProperty)p;
  return p < BYLINE_PROPERTY_COUNT;
}

static BylineRequestKind parse_names(const BylineUrids* urids,
                                     BylineAtomBody properties,
                                     BylineRequest* request)
{
  return byline_atom_get(properties, urids->byline_first, urids->atom_Int,
                         &request->first, sizeof(request->first))
             ? BYLINE_REQUEST_NAMES
             : BYLINE_REQUEST_NONE;
}

static BylineRequestKind parse_teach(const BylineUrids* urids,
                                     BylineAtomBody properties,
                                     BylineRequest* request)
{
  return byline_atom_copy_text(
             urids, byline_atom_find(properties, urids->byline_artist),
             request->path, sizeof(request->path))
             ? BYLINE_REQUEST_TEACH
             : BYLINE_REQUEST_NONE;
}

/* Nobody in particular where there is no name */
static BylineRequestKind parse_explain(const BylineUrids* urids,
                                       BylineAtomBody properties,
                                       BylineRequest* request)
{
  if (!byline_atom_copy_text(urids,
                             byline_atom_find(properties, urids->byline_artist),
                             request->path, sizeof(request->path))) {
    request->path[0] = '\0';
  }
  return BYLINE_REQUEST_EXPLAIN;
}

static BylineRequestKind parse_set(const BylineUrids* urids,
                                   BylineAtomBody properties,
                                   BylineRequest* request)
{
  int32_t replace = 0;
  byline_atom_get(properties, urids->byline_replace, urids->atom_Bool, &replace,
                  sizeof(replace));
  request->replace = replace != 0;
  return request->property != BYLINE_PROPERTY_COUNT &&
                 byline_atom_copy_text(
                     urids, byline_atom_find(properties, urids->patch_value),
                     request->path, sizeof(request->path))
             ? BYLINE_REQUEST_SET
             : BYLINE_REQUEST_NONE;
}

BylineRequest byline_message_parse(const BylineUrids* urids,
                                   const LV2_Atom* atom)
{
  BylineRequest request = {.kind = BYLINE_REQUEST_NONE};
  LV2_URID otype = 0;
  const BylineAtomBody properties =
      byline_atom_open(atom, sizeof(LV2_Atom) + atom->size, &otype);
  if (!byline_message_wanted(urids, atom)) {
    return request;
  }
  if (otype == urids->byline_Attach) {
    request.kind = BYLINE_REQUEST_ATTACH;
  } else if (otype == urids->byline_Detach) {
    request.kind = BYLINE_REQUEST_DETACH;
  } else if (otype == urids->byline_Names) {
    request.kind = parse_names(urids, properties, &request);
  } else if (otype == urids->byline_Teach) {
    request.kind = parse_teach(urids, properties, &request);
  } else if (otype == urids->byline_TakeBack) {
    request.kind = BYLINE_REQUEST_TAKE_BACK;
  } else if (otype == urids->byline_Explain) {
    request.kind = parse_explain(urids, properties, &request);
  } else if (property_of(urids, properties, &request.property)) {
    request.kind = otype == urids->patch_Get
                       ? BYLINE_REQUEST_GET
                       : parse_set(urids, properties, &request);
  }
  return request;
}
