// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/xml.h"

#include "base/utf8.h"

#include <expat.h>
#include <string.h>

enum { PATH_SIZE = 512 };

typedef struct {
  XML_Parser       parser;
  lq_xml_listener* listener;
  void*            user;
  char             path[PATH_SIZE];
  size_t           n_path;
  lq_bytes         text;
  lq_status        status;
  const char*      why;
} reading;

static void stop(reading* const r, const lq_status status, const char* const why)
{
  if (!r->status) {
    r->status = status;
    r->why    = why;
    (void)XML_StopParser(r->parser, XML_FALSE);
  }
}

static const char* bare(const char* const name)
{
  const char* const colon = strchr(name, ':');
  return colon ? colon + 1 : name;
}

static void XMLCALL begins(void* const user, const XML_Char* const name, const XML_Char** const a)
{
  reading* const    r     = user;
  const char* const own   = bare(name);
  const size_t      n     = strlen(own);
  const size_t      slash = r->n_path ? 1 : 0;
  (void)a;
  r->text.n = 0;
  if (r->n_path + slash + n >= PATH_SIZE) {
    stop(r, LQ_ERR_FORMAT, "elements stand too deep inside each other");
    return;
  }
  r->path[r->n_path] = '/';
  memcpy(r->path + r->n_path + slash, own, n + 1);
  r->n_path += slash + n;
}

static void XMLCALL ends(void* const user, const XML_Char* const name)
{
  reading* const r = user;
  if (r->status) {
    return;
  }
  lq_bytes_put(&r->text, "", 1);
  const lq_status status =
      r->text.failed ? LQ_ERR_MEMORY : r->listener(r->user, r->path, (const char*)r->text.at);
  r->text.n      = 0;
  const size_t n = strlen(bare(name));
  r->n_path -= n + (r->n_path > n ? 1 : 0);
  r->path[r->n_path] = '\0';
  if (status) {
    stop(r, status, "");
  }
}

static void XMLCALL hears(void* const user, const XML_Char* const text, const int n)
{
  reading* const r = user;
  lq_bytes_put(&r->text, text, (size_t)n);
}

static void XMLCALL doctype(void* const user, const XML_Char* const name,
                            const XML_Char* const system, const XML_Char* const public,
                            const int             internal)
{
  (void)name;
  (void)system;
  (void)public;
  (void)internal;
  stop(user, LQ_ERR_FORMAT, "it has a document type, which is not read");
}

static const char* reason(const XML_Parser parser)
{
  switch (XML_GetErrorCode(parser)) {
  case XML_ERROR_NO_ELEMENTS:
    return "it holds no element";
  case XML_ERROR_INVALID_TOKEN:
    return "it is not well-formed";
  case XML_ERROR_UNCLOSED_TOKEN:
  case XML_ERROR_PARTIAL_CHAR:
  case XML_ERROR_UNCLOSED_CDATA_SECTION:
    return "it is cut off";
  case XML_ERROR_TAG_MISMATCH:
    return "an element ends that did not begin there";
  case XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
    return "something follows the root element";
  default:
    return "it is no XML";
  }
}

lq_status lq_xml_read(const unsigned char* const bytes, size_t n, lq_xml_listener* const listener,
                      void* const user, lq_xml_fault* const fault)
{
  while (n && !bytes[n - 1]) {
    --n;
  }
  const XML_Parser parser = XML_ParserCreate(NULL);
  if (!parser) {
    return LQ_ERR_MEMORY;
  }
  reading r = {.parser = parser, .listener = listener, .user = user};
  XML_SetUserData(parser, &r);
  XML_SetElementHandler(parser, begins, ends);
  XML_SetCharacterDataHandler(parser, hears);
  XML_SetStartDoctypeDeclHandler(parser, doctype);
  const enum XML_Status parsed = XML_Parse(parser, (const char*)bytes, (int)n, XML_TRUE);
  if (parsed != XML_STATUS_OK && !r.status) {
    r.status = XML_GetErrorCode(parser) == XML_ERROR_NO_MEMORY ? LQ_ERR_MEMORY : LQ_ERR_FORMAT;
    r.why    = reason(parser);
  }
  const XML_Index at = XML_GetCurrentByteIndex(parser);
  *fault             = (lq_xml_fault){.at = at > 0 ? (size_t)at : 0, .why = r.why};
  XML_ParserFree(parser);
  lq_bytes_free(&r.text);
  return r.status;
}

void lq_xml_text(lq_bytes* const to, const char* const text)
{
  const size_t n = strlen(text);
  for (size_t i = 0; i < n;) {
    uint32_t     c    = 0xFFFD;
    const size_t step = lq_utf8_next(text + i, n - i, &c);
    const bool   odd  = !step || c == 0xFFFE || c == 0xFFFF;
    if (odd) {
      lq_bytes_text(to, "\xEF\xBF\xBD");
    } else if (c == '<' || c == '>' || c == '&') {
      lq_bytes_text(to, c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
    } else if (c == '\r') { // bare, it would be read as a line feed
      lq_bytes_text(to, "&#13;");
    } else if (c < 0x20 && c != '\t' && c != '\n') {
      lq_bytes_text(to, " ");
    } else {
      lq_bytes_put(to, text + i, step);
    }
    i += step ? step : 1;
  }
}

void lq_xml_element(lq_bytes* const to, const char* const name, const char* const text)
{
  lq_bytes_text(to, "<");
  lq_bytes_text(to, name);
  lq_bytes_text(to, ">");
  lq_xml_text(to, text);
  lq_bytes_text(to, "</");
  lq_bytes_text(to, name);
  lq_bytes_text(to, ">\n");
}
