"""Penalties and constraints on the discriminator, one small file each; `table` lists them.

    gradient          what is added to D's loss for the slope of its logit
    clipping, spectral, dropout
                      what D's weights and units may be
    instance_noise    what D is shown
    smoothing         what real samples are called
    effect            which of them do something as a game is set
    choosing          whether a game needs more than R1
    regularisation    applies whichever are set, in one gradient of D
    lipschitz         how steep D is: what they come to

To add a penalty on D's gradient, add its weight to `ganlab.document.penalty` and its entry to
`gradient.PENALTIES`: where the gradient is taken, and what its length counts for.
"""
