// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reason.h"

#include <errno.h>
#include <stddef.h>

static const struct {
  int         error_number;
  const char* text;
} reasons[] = {
    {EACCES, "this user may not do that here; change the permissions or choose another place"},
    {EPERM, "this user may not do that here; change the permissions or choose another place"},
    {ENOENT, "no such file or folder"},
    {ENOTDIR, "a part of the path is a file, not a folder"},
    {EISDIR, "it is a folder"},
    {EEXIST, "it is there already"},
    {ELOOP, "its links lead in a circle"},
    {ENAMETOOLONG, "the name is too long for this disk; choose a shorter one"},
    {ENOSPC, "the disk is full; free some space or choose another place"},
    {EDQUOT, "the disk quota is used up; free some space or choose another place"},
    {EFBIG, "it would be larger than this disk or the file size limit (ulimit -f) allows"},
    {EROFS, "the disk is read-only; choose another place"},
    {EPIPE, "the program that reads the output went away"},
    {EIO, "the disk reported an input or output error; check the disk"},
    {EMFILE, "too many files are open; raise the limit (ulimit -n)"},
    {ENFILE, "too many files are open on this machine"},
    {ENOMEM, "no memory"},
    {EBUSY, "it is in use"},
    {ETXTBSY, "it is in use"},
    {ENXIO, "nobody reads from the other end"},
    {EINVAL, "the system does not support that here"},
    {ESTALE, "the network disk lost it"},
};

const char* lq_reason(const int error_number)
{
  for (size_t i = 0; i < sizeof reasons / sizeof *reasons; ++i) {
    if (reasons[i].error_number == error_number) {
      return reasons[i].text;
    }
  }
  return "the system refused for an unusual reason";
}
