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

from ganlab.gan.networks.backprop import Bend, Workspace, in_two_passes

Arrays = dict[str, NDArray[np.float32]]


class TorchNetwork:
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

    # --- forward and back ---

    def run(self, x: Tensor, parts: int = 1) -> TorchPass:
        """A forward pass of (batch, columns), as in training, whose gradients can be asked for.

        The rows are `parts` batches of equal size, one after the other; batch normalisation, if
        there is any, takes each by itself: DCGAN's discriminator sees a batch of real images, then
        one of generated (Radford et al. 2016; without it, real and generated would be told apart by
        their common mean).
        """
        return TorchPass(self, x, parts)

    def __call__(self, x: Tensor) -> Tensor:
        """The output's rows for (batch, columns), as in training, no gradient wanted."""
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
        return _to_arrays(self.statistics if statistics is None else statistics, self._statistics)

    def flat_buffers(self, arrays: Arrays) -> Tensor:
        """The vector `statistics` of such arrays; raises ValueError where names or sizes differ."""
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


class TorchPass:
    """One forward pass that can be taken back. The gradient is the last thing to ask of it."""

    def __init__(self, net: TorchNetwork, x: Tensor, parts: int) -> None:
        self._net, self._parameters = net, list(net.module.parameters())
        with torch.enable_grad():
            self._x = x.detach().requires_grad_()
            batches = self._x.chunk(parts) if net.batches_meet else [self._x]
            outputs = [net.write(net.module(*net.read(rows)), rows) for rows in batches]
            self._outputs = outputs
            self._output = torch.cat(outputs)
        self.output = self._output.detach()
        """(batch, columns)"""

    def release(self) -> None:
        """No gradient is wanted: autograd may forget the pass."""
        del self._x, self._outputs, self._output

    def parameter_gradient(self, slope: Tensor) -> Tensor:
        """∂L/∂θ from slope = ∂L/∂output (batch, columns): flat, and overwritten by the next one.
        The label's slopes count for nothing."""
        gradients = torch.autograd.grad(self._output, self._parameters, slope)
        self.release()
        return self._net.gather(gradients, self._net.gradient)

    def input_gradient(self, slope: Tensor) -> Tensor:
        """∂L/∂x from slope = ∂L/∂output (batch, columns): (batch, columns of the input), with 0 in
        the label's columns of a discriminator."""
        (gradient,) = torch.autograd.grad(self._output, self._x, slope)
        self.release()
        return gradient

    def penalized_gradient(self, slope: Tensor, rows: int, weight: float) -> tuple[Tensor, Tensor]:
        """P = `squared_input_gradient` of the first `rows`, and ∂(L + weight·P)/∂θ as
        `parameter_gradient` gives it."""
        return in_two_passes(self, slope, rows, weight)

    def squared_input_gradient(
        self, rows: int, first: int = 0, bend: Bend | None = None
    ) -> tuple[Tensor, Tensor]:
        """P = mean b(‖∇ₓ Σ f(x)‖²) over `rows` from `first` on, for one output, x being the pixels
        in [0, 1], and ∂P/∂θ (flat, owned); without a `bend` b is the identity.

        Double backpropagation (Drucker and LeCun 1992). The rows must lie in one part. The sum is Σ
        over those rows, whose pixels meet in batch normalisation if there is any; else each
        gradient is that of its own row's f.
        """
        part, start = divmod(first, len(self._outputs[0]))
        judged = self._outputs[part][start : start + rows]
        (slopes,) = torch.autograd.grad(judged.sum(), self._x, create_graph=True)
        felt = slopes[first : first + rows]
        if bend is None:
            value, weights = felt.square().sum() / rows, None
            counted = value
        else:
            counted = felt.square().sum(1)
            values, weights = bend(counted.detach())
            value, weights = values.mean(), weights / rows
        gradients = torch.autograd.grad(
            counted, self._parameters, weights, retain_graph=True, materialize_grads=True
        )
        flat = self._net.gather(gradients, torch.empty_like(self._net.parameters))
        return value.detach(), flat
