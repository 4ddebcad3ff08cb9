"""A trained generator as files that run in any program, without ganlab.

`request` says what there is and loads nothing heavy; `exporting.write_generator` does the work and
belongs in a worker process or on the command line, since it loads torch.
"""
