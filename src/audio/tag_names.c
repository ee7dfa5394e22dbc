// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/tag_names.h"

#include "base/text.h"

#include <string.h>

// Sources: Xiph.org, "Ogg Vorbis I comment field recommendations" (TITLE to ISRC), and for the rest
// the names that MusicBrainz Picard and TagLib map; ID3v2.4.0 native frames (M. Nilsson, 2000);
// Microsoft/IBM RIFF 1991 (INFO); Apple AIFF 1989 (text chunks). FEATURING and MESSAGE are ours.
static const lq_tag_names rows[] = {
    [LQ_TAG_TITLE]        = {"TITLE", "TIT2", NULL, "INAM", "NAME", "title"},
    [LQ_TAG_VERSION]      = {"VERSION", "TIT3", NULL, NULL, NULL, "version"},
    [LQ_TAG_ARTIST]       = {"ARTIST", "TPE1", NULL, "IART", "AUTH", "artist"},
    [LQ_TAG_FEATURED]     = {"FEATURING", NULL, NULL, NULL, NULL, "featured artist"},
    [LQ_TAG_ALBUM]        = {"ALBUM", "TALB", NULL, "IPRD", NULL, "album"},
    [LQ_TAG_ALBUM_ARTIST] = {"ALBUMARTIST", "TPE2", NULL, NULL, NULL, "album artist"},
    [LQ_TAG_COMPOSER]     = {"COMPOSER", "TCOM", NULL, "IMUS", NULL, "composer"},
    [LQ_TAG_SONGWRITER]   = {"LYRICIST", "TEXT", NULL, "IWRI", NULL, "songwriter"},
    [LQ_TAG_ARRANGER]     = {"ARRANGER", "TIPL", "arranger", NULL, NULL, "arranger"},
    [LQ_TAG_PUBLISHER]    = {"PUBLISHER", NULL, NULL, NULL, NULL, "publisher"},
    [LQ_TAG_ISRC]         = {"ISRC", "TSRC", NULL, NULL, NULL, "ISRC"}, // INFO's ISRC is a source
    [LQ_TAG_ISWC]         = {"ISWC", NULL, NULL, NULL, NULL, "ISWC"},
    [LQ_TAG_BARCODE]      = {"BARCODE", NULL, NULL, NULL, NULL, "barcode"},
    [LQ_TAG_CATALOGUE]    = {"CATALOGNUMBER", NULL, NULL, NULL, NULL, "catalogue number"},
    [LQ_TAG_LABEL]        = {"LABEL", "TPUB", NULL, NULL, NULL, "label"},
    [LQ_TAG_GENRE]        = {"GENRE", "TCON", NULL, "IGNR", NULL, "genre"},
    [LQ_TAG_DATE]         = {"DATE", "TDRC", NULL, "ICRD", NULL, "date"},
    [LQ_TAG_COPYRIGHT]    = {"COPYRIGHT", "TCOP", NULL, "ICOP", "(c) ", "copyright line"},
    [LQ_TAG_PHONOGRAM]    = {"PRODUCEDNOTICE", "TPRO", NULL, NULL, NULL, "phonogram line"},
    [LQ_TAG_ENGINEER]     = {"ENGINEER", "TIPL", "engineer", "IENG", NULL, "engineer"},
    [LQ_TAG_MESSAGE]      = {"MESSAGE", NULL, NULL, NULL, NULL, "message"},
    [LQ_TAG_COMMENT]      = {"COMMENT", "COMM", NULL, "ICMT", "ANNO", "comment"},
};
_Static_assert(sizeof rows / sizeof *rows == LQ_TAG_N, "one row a tag");

const lq_tag_names* lq_tag_names_of(const lq_tag tag)
{
  return &rows[tag];
}

static bool same(const char* const a, const char* const b)
{
  return a && !strcmp(a, b);
}

lq_tag lq_tag_of_comment(const char* const name)
{
  // What other programs call the same.
  static const struct {
    const char* name;
    lq_tag      tag;
  } others[] = {{"ALBUM ARTIST", LQ_TAG_ALBUM_ARTIST},
                {"ALBUM_ARTIST", LQ_TAG_ALBUM_ARTIST},
                {"DESCRIPTION", LQ_TAG_COMMENT},
                {"EAN/UPN", LQ_TAG_BARCODE},
                {"UPC", LQ_TAG_BARCODE},
                {"ORGANIZATION", LQ_TAG_LABEL},
                {"YEAR", LQ_TAG_DATE},
                {"LABELNO", LQ_TAG_CATALOGUE}};
  for (unsigned i = 0; i < LQ_TAG_N; ++i) {
    if (lq_text_same(rows[i].comment, name)) {
      return (lq_tag)i;
    }
  }
  for (size_t i = 0; i < sizeof others / sizeof *others; ++i) {
    if (lq_text_same(others[i].name, name)) {
      return others[i].tag;
    }
  }
  return LQ_TAG_N;
}

lq_tag lq_tag_of_frame(const char* const frame)
{
  unsigned i = 0;
  while (i < LQ_TAG_N && (rows[i].role || !same(rows[i].frame, frame))) {
    ++i;
  }
  return (lq_tag)i;
}

lq_tag lq_tag_of_role(const char* const role)
{
  unsigned i = 0;
  while (i < LQ_TAG_N && !(rows[i].role && lq_text_same(rows[i].role, role))) {
    ++i;
  }
  return (lq_tag)i;
}

lq_tag lq_tag_of_info(const char* const info)
{
  unsigned i = 0;
  while (i < LQ_TAG_N && !same(rows[i].info, info)) {
    ++i;
  }
  return (lq_tag)i;
}

lq_tag lq_tag_of_aiff(const char* const chunk)
{
  unsigned i = 0;
  while (i < LQ_TAG_N && !same(rows[i].aiff, chunk)) {
    ++i;
  }
  return (lq_tag)i;
}
