// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/ixml.h"

#include "audio/comments.h"
#include "audio/xml.h"

#include <math.h>
#include <string.h>

static const char heading[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
static const char user_[]   = "BWFXML/USER/";

static void put_figure(lq_bytes* const to, const char* const name, const double value)
{
  if (isfinite(value)) {
    char text[24];
    lq_fixed(text, sizeof text, value, 2, false);
    lq_xml_element(to, name, text);
  }
}

static void put_loudness(lq_bytes* const to, const lq_loudness_tags* const l)
{
  lq_bytes_text(to, "<LOUDNESS>\n");
  put_figure(to, "LOUDNESS_VALUE", l->integrated_lufs);
  put_figure(to, "LOUDNESS_RANGE", l->range_lu);
  put_figure(to, "MAX_TRUE_PEAK_LEVEL", l->true_peak_dbtp);
  put_figure(to, "MAX_MOMENTARY_LOUDNESS", l->momentary_lufs);
  put_figure(to, "MAX_SHORT_TERM_LOUDNESS", l->short_term_lufs);
  lq_bytes_text(to, "</LOUDNESS>\n");
}

void lq_ixml_put(lq_bytes* const to, const lq_tags* const tags)
{
  lq_comments c;
  lq_comments_of(&c, tags, LQ_GAIN_REPLAY);
  lq_bytes_text(to, heading);
  lq_bytes_text(to, "<BWFXML>\n");
  lq_xml_element(to, "IXML_VERSION", "1.61"); // of the specification
  if (tags->text[LQ_TAG_ALBUM] && *tags->text[LQ_TAG_ALBUM]) {
    lq_xml_element(to, "PROJECT", tags->text[LQ_TAG_ALBUM]);
  }
  if (tags->text[LQ_TAG_COMMENT] && *tags->text[LQ_TAG_COMMENT]) {
    lq_xml_element(to, "NOTE", tags->text[LQ_TAG_COMMENT]);
  }
  if (tags->loudness.known) {
    put_loudness(to, &tags->loudness);
  }
  lq_bytes_text(to, "<USER>\n");
  for (size_t i = 0; i < c.n; ++i) {
    lq_xml_element(to, c.at[i].name, c.at[i].text);
  }
  lq_bytes_text(to, "</USER>\n</BWFXML>\n");
}

void lq_axml_put(lq_bytes* const to, const char* const isrc)
{
  lq_bytes_text(to, heading);
  lq_bytes_text(to, "<ebucore:ebuCoreMain xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                    "xmlns:ebucore=\"urn:ebu:metadata-schema:ebuCore_2012\">\n"
                    "<ebucore:coreMetadata>\n"
                    "<ebucore:identifier typeLabel=\"GUID\" "
                    "typeDefinition=\"Globally Unique Identifier\" formatLabel=\"ISRC\" "
                    "formatDefinition=\"International Standard Recording Code\" "
                    "formatLink=\"http://www.ebu.ch/metadata/cs/"
                    "ebu_IdentifierTypeCodeCS.xml#3.7\">\n"
                    "<dc:identifier>ISRC:");
  lq_xml_text(to, isrc);
  lq_bytes_text(to, "</dc:identifier>\n</ebucore:identifier>\n"
                    "</ebucore:coreMetadata>\n</ebucore:ebuCoreMain>\n");
}

typedef struct {
  const lq_tag_source* source;
  lq_tags*             tags;
} listener;

static lq_status hear_ixml(void* const user, const char* const path, const char* const text)
{
  const listener* const l = user;
  if (strncmp(path, user_, sizeof user_ - 1) || strchr(path + sizeof user_ - 1, '/')) {
    return LQ_OK;
  }
  lq_pool* const    pool = l->source->pool;
  const char* const own  = lq_pool_copy(pool, text);
  return own ? lq_comments_take(l->tags, pool, path + sizeof user_ - 1, own) : LQ_ERR_MEMORY;
}

static lq_status hear_axml(void* const user, const char* const path, const char* text)
{
  static const char     where[] = "/identifier/identifier", prefix[] = "ISRC:";
  const listener* const l = user;
  const size_t          n = strlen(path);
  if (n < sizeof where - 1 || strcmp(path + n - (sizeof where - 1), where)) {
    return LQ_OK;
  }
  text += strspn(text, " \t\r\n");
  if (strncmp(text, prefix, sizeof prefix - 1)) { // another kind of identifier
    return LQ_OK;
  }
  text += sizeof prefix - 1;
  const char* const isrc =
      lq_pool_format(l->source->pool, "%.*s", (int)strcspn(text, " \t\r\n"), text);
  return isrc ? lq_tags_add(l->tags, l->source->pool, LQ_TAG_ISRC, isrc) : LQ_ERR_MEMORY;
}

static lq_status take(const lq_tag_source* const s, const unsigned char* const bytes,
                      const size_t n, const uint64_t at, lq_tags* const tags,
                      lq_xml_listener* const hear, const char* const what)
{
  listener        l = {.source = s, .tags = tags};
  lq_xml_fault    fault;
  const lq_status status = lq_xml_read(bytes, n, hear, &l, &fault);
  return !status ? LQ_OK
         : status == LQ_ERR_MEMORY
             ? lq_tag_memory(s)
             : lq_tag_damaged(s, at + fault.at, "the XML of %s: %s", what, fault.why);
}

lq_status lq_ixml_take(const lq_tag_source* const s, const unsigned char* const bytes,
                       const size_t n, const uint64_t at, lq_tags* const tags)
{
  return take(s, bytes, n, at, tags, hear_ixml, "its iXML chunk");
}

lq_status lq_axml_take(const lq_tag_source* const s, const unsigned char* const bytes,
                       const size_t n, const uint64_t at, lq_tags* const tags)
{
  return take(s, bytes, n, at, tags, hear_axml, "its axml chunk");
}
