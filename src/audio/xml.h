// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// XML by expat, behind this header: what iXML and axml chunks hold. A document type is refused, so
/// that no entity can unfold into gigabytes.
#ifndef LQ_AUDIO_XML_H
#define LQ_AUDIO_XML_H

#include "audio/bytes.h"
#include "lacquer/status.h"

/// Hears the text of every element when it ends. A status other than LQ_OK is passed up.
/// @param path  names from the root on, without their prefixes: "BWFXML/USER/TITLE"
typedef lq_status lq_xml_listener(void* user, const char* path, const char* text);

typedef struct {
  size_t      at;  ///< byte where it stopped
  const char* why; ///< small first letter, no full stop
} lq_xml_fault;

/// Zeros and blanks behind the root element are fine.
/// @return LQ_ERR_FORMAT with `fault`, LQ_ERR_MEMORY, or what the listener said
LQ_NODISCARD lq_status lq_xml_read(const unsigned char* bytes, size_t n, lq_xml_listener* listener,
                                   void* user, lq_xml_fault* fault);

/// A text as XML has it: what is markup escaped, what XML cannot hold (most control characters) as
/// blanks, what is not UTF-8 as U+FFFD.
void lq_xml_text(lq_bytes* to, const char* text);

/// "<name>text</name>" and a line feed.
void lq_xml_element(lq_bytes* to, const char* name, const char* text);

#endif
