// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/out_writer.h"

#include "base/reason.h"

#include <errno.h>
#include <unistd.h>

lq_status lq_out_failed(const lq_out_job* const job, const char* const why, lq_error* const error)
{
  return lq_fail_file(error, LQ_ERR_WRITE, job->path, "Writing '%s' failed: %s.", job->path, why);
}

lq_status lq_out_no_memory(const lq_out_job* const job, lq_error* const error)
{
  return lq_fail_file(error, LQ_ERR_MEMORY, job->path, "No memory to write '%s'.", job->path);
}

lq_status lq_out_explain(const lq_out_job* const job, const lq_status status,
                         const lq_error* const io, lq_error* const error)
{
  if (status && io->status && error) {
    *error = *io;
  }
  return !status                   ? LQ_OK
         : io->status              ? io->status
         : status == LQ_ERR_MEMORY ? lq_out_no_memory(job, error)
                                   : lq_out_failed(job, "the encoder gave up", error);
}

lq_status lq_out_kbps(const lq_out_job* const job, const lq_codec_kind kind, lq_error* const error)
{
  const lq_codec_spec spec = {.kind = kind, .kbps = job->spec.kbps};
  return lq_codec_has(spec) ? LQ_OK
                            : lq_fail_file(error, LQ_ERR_BAD_VALUE, job->path,
                                           "'%s' cannot have %u kbit/s; there is %s.", job->path,
                                           spec.kbps, lq_codec_choices());
}

lq_status lq_out_no_room(const lq_out_job* const job, lq_error* const error)
{
  return lq_fail_file(
      error, LQ_ERR_LIMIT, job->path,
      "The tags of '%s' have grown by more than the %d bytes of room left for them.", job->path,
      LQ_TAGS_ROOM);
}

lq_status lq_out_over(const lq_out_job* const job, const void* const bytes, const size_t n,
                      const uint64_t at, lq_error* const error)
{
  const int fd = lq_output_fd(job->output);
  for (size_t done = 0; done < n;) {
    const ssize_t got = pwrite(fd, (const char*)bytes + done, n - done, (off_t)(at + done));
    if (got <= 0 && !(got < 0 && errno == EINTR)) {
      return lq_out_failed(job, lq_reason(got ? errno : ENOSPC), error);
    }
    done += got > 0 ? (size_t)got : 0;
  }
  return LQ_OK;
}
