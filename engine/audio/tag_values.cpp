/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The one file in C++, since TagLib's C functions have no lists of values */

#include "audio/tag_values.h"
#include "byline/audio_file.h"

#include <taglib/aifffile.h>
#include <taglib/apefile.h>
#include <taglib/apetag.h>
#include <taglib/asffile.h>
#include <taglib/flacfile.h>
#include <taglib/id3v1tag.h>
#include <taglib/id3v2framefactory.h>
#include <taglib/id3v2synchdata.h>
#include <taglib/id3v2tag.h>
#include <taglib/mp4file.h>
#include <taglib/mpcfile.h>
#include <taglib/mpegfile.h>
#include <taglib/oggflacfile.h>
#include <taglib/opusfile.h>
#include <taglib/speexfile.h>
#include <taglib/tbytevectorstream.h>
#include <taglib/tfilestream.h>
#include <taglib/tpropertymap.h>
#include <taglib/trueaudiofile.h>
#include <taglib/vorbisfile.h>
#include <taglib/wavfile.h>
#include <taglib/wavpackfile.h>
#include <taglib/xiphcomment.h>

#include <cstring>
#include <exception>
#include <stdexcept>

using namespace TagLib;

namespace
{

const char* const names[BYLINE_N_TAGS] = {"ARTIST",
                                          "ARTISTS",
                                          "ALBUMARTIST",
                                          "ALBUM",
                                          "TITLE",
                                          "MUSICBRAINZ_ARTISTID",
                                          "MUSICBRAINZ_TRACKID",
                                          "COMPILATION"};

/* Other names of these, where the file has none of them */
const struct {
  const char* alias;
  const char* name;
} aliases[] = {{"ALBUM ARTIST", "ALBUMARTIST"},
               {"ALBUM_ARTIST", "ALBUMARTIST"},
               {"PERFORMER", "ARTIST"}};

/* How often a file is read at most: damaged ones may claim to have billions of
   objects, and TagLib goes on at their end */
const unsigned max_reads = 20000;

class Stream : public FileStream
{
public:
  explicit Stream(const char* path) : FileStream(path, true), n_reads(0)
  {
  }

  ByteVector readBlock(unsigned long length)
  {
    if (++n_reads > max_reads) {
      throw std::length_error("too many reads");
    }
    return FileStream::readBlock(length);
  }

private:
  unsigned n_reads;
};

/* Add what a tag has and those before it had not.  A template, since
   properties() is not virtual. */
template <class Kind> void add(PropertyMap& all, const Kind* tag)
{
  if (!tag) {
    return;
  }
  const PropertyMap properties = tag->properties();
  for (const char* name : names) {
    if (!all.contains(name) && properties.contains(name)) {
      all.insert(name, properties[name]);
    }
  }
  for (const auto& other : aliases) {
    if (!all.contains(other.name) && properties.contains(other.alias)) {
      all.insert(other.name, properties[other.alias]);
    }
  }
}

/* Longer tags are not read, in bytes */
const unsigned max_tag = 1U << 26;

/* Add what an ID3v2 tag has, see BYLINE_ARTIST_SLASH. */
void add(PropertyMap& all, const ID3v2::Tag* tag)
{
  const bool had = all.contains("ARTIST");
  add<ID3v2::Tag>(all, tag);
  if (!tag || had || tag->header()->majorVersion() > 3) {
    return;
  }
  for (String& value : all["ARTIST"]) {
    if (!value.startsWith("/")) {
      const String slash(BYLINE_ARTIST_SLASH, String::UTF8);
      value = StringList::split(value, "/").toString(slash);
    }
  }
}

/* The ID3v2 tag at the beginning without its extended header, over which
   TagLib stumbles; empty where there is none. */
ByteVector without_extension(IOStream* stream)
{
  stream->seek(0);
  ByteVector head = stream->readBlock(10);
  if (head.size() < 10 || !head.startsWith("ID3") || head[3] < 3 ||
      !(head[5] & 0x40)) {
    return ByteVector();
  }
  const unsigned size = ID3v2::SynchData::toUInt(head.mid(6, 4));
  ByteVector body = stream->readBlock(size < max_tag ? size : max_tag);
  /* Of ID3v2.3, the size does not count itself */
  const unsigned n = head[3] > 3 ? ID3v2::SynchData::toUInt(body.mid(0, 4))
                                 : body.toUInt() + 4;
  if (body.size() < 4 || n > body.size()) {
    return ByteVector();
  }
  body = body.mid(n);
  head[5] = static_cast<char>(head[5] & ~0x40);
  return head.mid(0, 6) + ID3v2::SynchData::fromUInt(body.size()) + body;
}

PropertyMap read_mpeg(IOStream* stream)
{
  PropertyMap all;
  const ByteVector tag = without_extension(stream);
  if (!tag.isEmpty()) {
    ByteVectorStream alone(tag);
    MPEG::File file(&alone, ID3v2::FrameFactory::instance(), false);
    add(all, file.ID3v2Tag());
  }
  MPEG::File file(stream, ID3v2::FrameFactory::instance(), false);
  add(all, file.ID3v2Tag());
  add(all, file.APETag());
  add(all, file.ID3v1Tag());
  return all;
}

PropertyMap read_flac(IOStream* stream)
{
  FLAC::File file(stream, ID3v2::FrameFactory::instance(), false);
  PropertyMap all;
  add(all, file.xiphComment());
  add(all, file.ID3v2Tag());
  add(all, file.ID3v1Tag());
  return all;
}

PropertyMap read_wav(IOStream* stream)
{
  RIFF::WAV::File file(stream, false);
  PropertyMap all;
  add(all, file.ID3v2Tag());
  add(all, file.InfoTag());
  return all;
}

/* The first value is in one object of the file and the others, which TagLib
   meets earlier, are in another: put it back. */
void put_last_first(StringList& values)
{
  if (values.size() > 1) {
    values.prepend(values.back());
    values.erase(--values.end());
  }
}

PropertyMap read_asf(IOStream* stream)
{
  ASF::File file(stream, false);
  PropertyMap all;
  if (!file.tag()) {
    return all;
  }
  add(all, file.tag());
  StringList artists = all["ARTIST"];
  bool is_last = false;
  if (file.tag()->contains("Author")) {
    for (const ASF::Attribute& value : file.tag()->attribute("Author")) {
      artists.append(value.toString());
    }
    all.replace("ARTIST", artists);
    is_last = true;
  }
  const StringList& each = all["ARTISTS"];
  if (each.size() > 1) {
    is_last = !artists.isEmpty() && artists.front().startsWith(each.back());
  }
  if (is_last) {
    put_last_first(all["ARTISTS"]);
    put_last_first(all["MUSICBRAINZ_ARTISTID"]);
  }
  return all;
}

/* An ID3v2 tag at the end, where the header tells (DSF 1.01, Sony 2005) */
PropertyMap read_dsf(IOStream* stream)
{
  stream->seek(20);
  const ByteVector place = stream->readBlock(8);
  const long long offset = place.toLongLong(false);
  if (place.size() < 8 || offset <= 0 || offset >= stream->length()) {
    return PropertyMap();
  }
  stream->seek(static_cast<long>(offset));
  ByteVectorStream tag(stream->readBlock(max_tag));
  return read_mpeg(&tag);
}

template <class File> PropertyMap read_ape(IOStream* stream)
{
  File file(stream, false);
  PropertyMap all;
  add(all, file.APETag());
  return all;
}

PropertyMap read_tta(IOStream* stream)
{
  TrueAudio::File file(stream, ID3v2::FrameFactory::instance(), false);
  PropertyMap all;
  add(all, file.ID3v2Tag());
  add(all, file.ID3v1Tag());
  return all;
}

/* Formats with one kind of tags */
template <class File> PropertyMap read(IOStream* stream)
{
  File file(stream, false);
  PropertyMap all;
  add(all, file.tag());
  return all;
}

typedef PropertyMap (*Reader)(IOStream* stream);

/* A format that libav knows, with the codec in it where that matters */
struct Format {
  const char* name;
  const char* codec;
  Reader read;
};

const Format formats[] = {
    {"mp3", nullptr, read_mpeg},
    {"aac", nullptr, read_mpeg},
    {"flac", nullptr, read_flac},
    {"ogg", "vorbis", read<Ogg::Vorbis::File>},
    {"ogg", "opus", read<Ogg::Opus::File>},
    {"ogg", "flac", read<Ogg::FLAC::File>},
    {"ogg", "speex", read<Ogg::Speex::File>},
    {"mov,mp4,m4a,3gp,3g2,mj2", nullptr, read<MP4::File>},
    {"asf", nullptr, read_asf},
    {"wav", nullptr, read_wav},
    {"aiff", nullptr, read<RIFF::AIFF::File>},
    {"ape", nullptr, read_ape<APE::File>},
    {"wv", nullptr, read_ape<WavPack::File>},
    {"mpc", nullptr, read_ape<MPC::File>},
    {"mpc8", nullptr, read_ape<MPC::File>},
    {"tta", nullptr, read_tta},
    {"dsf", nullptr, read_dsf},
};

Reader find_reader(const char* format, const char* codec)
{
  for (const Format& f : formats) {
    if (!std::strcmp(f.name, format) &&
        (!f.codec || !std::strcmp(f.codec, codec))) {
      return f.read;
    }
  }
  return nullptr;
}

bool is_half(wchar_t c, unsigned first)
{
  return (static_cast<unsigned>(c) & 0xfc00) == first;
}

/* Text in which halves of characters (of UTF-16) that stand alone are U+FFFD:
   TagLib's would end there */
String without_halves(String text)
{
  for (unsigned i = 0; i < text.size(); ++i) {
    if (is_half(text[i], 0xd800) && i + 1 < text.size() &&
        is_half(text[i + 1], 0xdc00)) {
      ++i;
    } else if (is_half(text[i], 0xd800) || is_half(text[i], 0xdc00)) {
      text[i] = 0xfffd;
    }
  }
  return text;
}

void give(const PropertyMap& all, BylineTagSink sink, void* context)
{
  for (int tag = 0; tag < BYLINE_N_TAGS; ++tag) {
    for (const String& value : all[names[tag]]) {
      const std::string text = without_halves(value).to8Bit(true);
      if (text[0]) {
        sink(context, static_cast<BylineTag>(tag), text.c_str());
      }
    }
  }
}

} // namespace

extern "C" void byline_tag_values_read(const char* path, const char* format,
                                       const char* codec, BylineTagSink sink,
                                       void* context)
{
  const Reader reader = find_reader(format, codec);
  if (!reader) {
    return;
  }
  try {
    Stream stream(path);
    if (stream.isOpen()) {
      give(reader(&stream), sink, context);
    }
  } catch (const std::exception&) {
    /* Out of memory or reads, since a damaged tag claims to be large */
  }
}
