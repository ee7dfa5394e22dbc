// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a sound file with tags, and as one of the parts that tags come in: refused with a
// sentence, or read. The first byte says which; so checksums of containers do not stand in the way.
#include "audio/comments.h"
#include "audio/ixml.h"
#include "audio/tag_source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const unsigned char* data, size_t n_bytes);

static void demand(const bool holds)
{
  if (!holds) {
    abort();
  }
}

static lq_status as_file(lq_tags* const tags, const lq_tag_source* const s,
                         const unsigned char* const data, const size_t n)
{
  char      path[64];
  const int fd = memfd_create("fuzz", 0);
  demand(fd >= 0 && write(fd, data, n) == (ssize_t)n);
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  const lq_status status = lq_tags_read(tags, s->pool, path, s->error);
  close(fd);
  return status;
}

int LLVMFuzzerTestOneInput(const unsigned char* const data, const size_t n_bytes)
{
  if (!n_bytes) {
    return 0;
  }
  lq_error                   e    = {0};
  lq_tags                    tags = lq_tags_none();
  lq_tag_source              s    = {.fd = -1, .path = "fuzz", .error = &e};
  const size_t               n    = n_bytes - 1;
  unsigned char* const       own  = malloc(n ? n : 1);
  const unsigned char* const from = memcpy(own, data + 1, n);
  demand(!lq_pool_new(&s.pool));
  const lq_status status = data[0] == 'i'   ? lq_tags_of_id3(&s, from, n, 0, &tags)
                           : data[0] == 'c' ? lq_tags_of_comments(&s, from, n, 0, &tags)
                           : data[0] == 'x' ? lq_ixml_take(&s, from, n, 0, &tags)
                           : data[0] == 'a' ? lq_axml_take(&s, from, n, 0, &tags)
                                            : as_file(&tags, &s, from, n);
  demand(!status || *e.text);
  for (unsigned i = 0; i < LQ_TAG_N; ++i) {
    demand(!tags.text[i] || *tags.text[i]);
  }
  lq_pool_free(s.pool);
  free(own);
  return 0;
}
