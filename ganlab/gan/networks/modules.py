"""Any torch module as a player of the game: what `networks.MLP` offers, computed by autograd.

All parameters of one network lie in one flat vector, of which the module's own are views: those of
convolutions with the channels last, which makes an iteration a tenth faster. Rows are flat on both
sides, and a label travels in its row as further columns, 1 for its class and 0 for the others:

    generator        [z, label]       -> [pixels, label]
    discriminator    [pixels, label]  -> [logit]

so that whoever plays needs to know of no labels.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from ganlab.gan.networks.constrained import Constrained
from ganlab.gan.networks.image_networks import Dropout
from ganlab.gan.networks.torch_pass import TorchPass
from ganlab.gan.networks.workspace import Workspace

Arrays = dict[str, NDArray[np.float32]]


class TorchNetwork(Constrained):
    """A module with the interface of `MLP`; called with (batch, columns), it returns such rows."""

    def __init__(
        self,
        module: nn.Module,
        shape: tuple[int, ...],
        classes: int = 0,
        labelled: bool = False,
        chance: torch.Generator | None = None,
    ) -> None:
        """
        :param module: called with (n, *shape) and, where there are classes, (n,) labels.
        :param labelled: whether the output's rows end in the label of the input's: a generator's.
        :param chance: what the module draws from while training, if anything.
        """
        self.module = module.train()
        self.shape, self.classes, self.labelled = shape, classes, labelled and classes > 0
        self.chance = chance
        self.workspace = Workspace()
        """For the interface's sake: autograd keeps its own memory."""
        self._parameters: dict[str, Tensor] = dict(module.named_parameters())
        self.parameters = _flatten(list(self._parameters.values()))
        """(count,)"""
        self.gradient = torch.zeros_like(self.parameters)
        """Where a backward pass writes; the same layout."""
        self._statistics = {n: b for n, b in module.named_buffers() if b.is_floating_point()}
        self.statistics = _flatten(list(self._statistics.values()), like=self.parameters)
        """(count,): the running means and variances of batch normalisation, flat as well."""
        self.batches_meet = any(isinstance(layer, nn.BatchNorm2d) for layer in module.modules())
        """Whether an output depends on the other rows of its batch, in training."""

        self._drops: list[RemovableHandle] = []

    by_hand = False

    # --- constraints ---

    def judge_by(self, flat: Tensor) -> None:
        """Pass rows through these parameters, (count,), from now on."""
        parts = _split(flat, self._parameters.values())
        for tensor, part in zip(self._parameters.values(), parts, strict=True):
            tensor.data = part

    def named_shapes(self) -> Iterator[tuple[str, torch.Size]]:
        """Name and shape of each parameter, in the order of the flat vector."""
        for name, tensor in self._parameters.items():
            yield name, tensor.shape

    def constrain(self, spectral: bool, dropout: float, chance: torch.Generator) -> None:
        """Judge with spectral normalisation, and with a share of what comes out of each leaky ReLU
        dropping out in training, from now on; what is drawn comes from `chance`."""
        self.normalise(spectral, chance)
        for handle in self._drops:
            handle.remove()
        drop = Dropout(dropout, chance)
        bends = [layer for layer in self.module.modules() if isinstance(layer, nn.LeakyReLU)]

        def silence(bend: nn.Module, _inputs: object, output: Tensor) -> Tensor:
            return drop(output) if bend.training else output

        self._drops = [bend.register_forward_hook(silence) for bend in bends if dropout > 0]

    # --- forward and back ---

    def run(self, x: Tensor, parts: int = 1, training: bool = True) -> TorchPass:
        """A forward pass of (batch, columns), as in training or not, whose gradients can be asked
        for.

        The rows are `parts` batches of equal size, one after the other; batch normalisation, if
        there is any, takes each by itself: DCGAN's discriminator sees a batch of real images, then
        one of generated (Radford et al. 2016; without it, real and generated would be told apart by
        their common mean).
        """
        if self.spectral is not None:
            self.spectral.refresh()
        if training:
            return TorchPass(self, x, parts)
        self.module.eval()
        try:
            return TorchPass(self, x, parts)
        finally:
            self.module.train()

    def __call__(self, x: Tensor) -> Tensor:
        """The output's rows for (batch, columns), as in training, no gradient wanted."""
        if self.spectral is not None:
            self.spectral.refresh()
        with torch.no_grad():
            values, label = self.read(x)
            return self.write(self.module(values, label), x)

    def evaluate(self, x: Tensor) -> Tensor:
        """The output's rows for (batch, columns), as when training is over: no dropout, and G's
        batch normalisation by the running statistics, which stay as they are. D has none: its rows
        must be all real or all generated."""
        self.module.eval()
        try:
            return self(x)
        finally:
            self.module.train()

    @property
    def columns(self) -> int:
        """How many columns of an input row are not the label."""
        return int(np.prod(self.shape))

    def read(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """Rows -> (n, *shape) and, where there are classes, (n,) labels."""
        values = x[:, : self.columns].reshape(-1, *self.shape)
        return values, x[:, self.columns :].argmax(1) if self.classes else None

    def write(self, output: Tensor, x: Tensor) -> Tensor:
        """What the module made of the rows x, as rows; with x's labels if they are wanted."""
        rows = output.flatten(1)
        return torch.cat([rows, x[:, self.columns :]], 1) if self.labelled else rows

    def gather(self, gradients: tuple[Tensor, ...], out: Tensor) -> Tensor:
        """One gradient for each parameter -> flat."""
        for part, gradient in zip(_split(out, self._parameters.values()), gradients, strict=True):
            part.copy_(gradient)
        return out

    # --- to arrays and back ---

    def arrays(self, flat: Tensor | None = None) -> Arrays:
        """Named, owned copies of the parameters (or of another vector of the same layout)."""
        return _to_arrays(self.parameters if flat is None else flat, self._parameters)

    def flat(self, arrays: Arrays) -> Tensor:
        """The flat vector of `arrays`; raises ValueError where names or shapes differ."""
        return _from_arrays(arrays, self._parameters, self.parameters)

    def buffers(self, statistics: Tensor | None = None) -> Arrays:
        """Named, owned copies of batch normalisation's statistics (or of another such vector)."""
        if self.spectral is not None:
            return self.spectral.arrays()
        return _to_arrays(self.statistics if statistics is None else statistics, self._statistics)

    def flat_buffers(self, arrays: Arrays) -> Tensor:
        """The vector `statistics` of such arrays; raises ValueError where names or sizes differ.
        A discriminator's, which has those of spectral normalisation or none, may be of another
        setting."""
        if self.spectral is not None:
            return self.spectral.flat(arrays)
        if not self._statistics:
            return self.statistics
        return _from_arrays(arrays, self._statistics, self.statistics)

    def as_module(self) -> nn.Module:
        """A copy of the module on the CPU, as when training is over."""
        module = copy.deepcopy(self.module).cpu()
        for tensor in (*module.parameters(), *module.buffers()):
            tensor.data = tensor.detach().clone(memory_format=torch.contiguous_format)
        return module.eval().requires_grad_(False)

    def first_layer(self) -> NDArray[np.float32]:
        """(features, inputs): the weights of its first linear layer."""
        modules = self.module.named_modules()
        first = next(name for name, module in modules if isinstance(module, nn.Linear))
        return self.arrays()[f"{first}.weight"]

    def chance_state(self) -> NDArray[np.uint8]:
        """Where the network's own stream of chance stands; empty if it draws nothing."""
        if self.chance is None:
            return np.empty(0, dtype=np.uint8)
        return self.chance.get_state().numpy().copy()

    def load_chance(self, state: NDArray[np.uint8]) -> None:
        """Go on drawing from there; raises ValueError if the state does not fit."""
        if self.chance is None:
            if state.size:
                raise ValueError("the saved random state belongs to another network")
            return
        try:
            self.chance.set_state(torch.from_numpy(np.array(state, dtype=np.uint8)))
        except RuntimeError as error:
            raise ValueError(f"the saved random state is damaged ({error})") from None


def _flatten(tensors: list[Tensor], like: Tensor | None = None) -> Tensor:
    """Move tensors into one flat vector, of which they are views from now on."""
    flat = (tensors[0] if like is None else like).new_empty(sum(t.numel() for t in tensors))
    for tensor, part in zip(tensors, _split(flat, tensors), strict=True):
        part.copy_(tensor.detach())
        tensor.data = part
    return flat


def _split(flat: Tensor, shapes: Iterable[Tensor]) -> Iterator[Tensor]:
    start = 0
    for tensor in shapes:
        part = flat[start : start + tensor.numel()]
        if tensor.ndim == 4:
            n, channels, height, width = tensor.shape
            yield part.view(n, height, width, channels).permute(0, 3, 1, 2)
        else:
            yield part.view(tensor.shape)
        start += tensor.numel()


def _to_arrays(flat: Tensor, named: dict[str, Tensor]) -> Arrays:
    parts = zip(named, _split(flat, named.values()), strict=True)
    return {name: part.cpu().numpy().copy() for name, part in parts}


def _from_arrays(arrays: Arrays, named: dict[str, Tensor], like: Tensor) -> Tensor:
    if set(arrays) != set(named):
        raise ValueError("the saved network has other layers than the experiment")
    for name, tensor in named.items():
        if arrays[name].shape != tensor.shape:
            raise ValueError(f"the saved network's {name} has another size")
    flat = torch.empty_like(like, device="cpu")
    for name, part in zip(named, _split(flat, named.values()), strict=True):
        part.copy_(torch.from_numpy(np.array(arrays[name], dtype=np.float32)))
    return flat
