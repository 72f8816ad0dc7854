package main

import (
	"errors"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/pkg/util"
	"sigs.k8s.io/kustomize/api/types"
)

const preserve = "*"

func (o *options) setImages(k *types.Kustomization) error {
	images := map[string]types.Image{}
	for _, argument := range o.Images {
		image, err := parseImage(argument)
		if err != nil {
			return err
		}
		images[image.Name] = image
	}
	for _, present := range k.Images {
		wanted, named := images[present.Name]
		if !named {
			images[present.Name] = present
			continue
		}
		for _, part := range []struct {
			wanted  *string
			present string
		}{{&wanted.NewName, present.NewName}, {&wanted.NewTag, present.NewTag}, {&wanted.Digest, present.Digest}} {
			if *part.wanted == preserve {
				*part.wanted = part.present
			}
		}
		images[present.Name] = types.Image{Name: wanted.Name, NewName: wanted.NewName, NewTag: wanted.NewTag, Digest: wanted.Digest}
	}
	k.Images = nil
	for _, image := range images {
		for _, part := range []*string{&image.NewName, &image.NewTag, &image.Digest} {
			if *part == preserve {
				*part = ""
			}
		}
		k.Images = append(k.Images, image)
	}
	slices.SortFunc(k.Images, func(a, b types.Image) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// parseImage reads `name=newName:tag@digest`, where all but the name may be missing.
func parseImage(argument string) (types.Image, error) {
	key, value, named := strings.Cut(argument, "=")
	if !named {
		key, value = "", argument
	}
	name, tag, digest := util.SplitImageName(value)
	if name == argument {
		return types.Image{}, errors.New("invalid format of image, use one of the following options:\n" +
			"- <image>=<newimage>:<newtag>\n- <image>=<newimage>@<digest>\n- <image>=<newimage>\n- <image>:<newtag>\n- <image>@<digest>")
	}
	if key == "" {
		return types.Image{Name: name, NewTag: tag, Digest: digest}, nil
	}
	return types.Image{Name: key, NewName: name, NewTag: tag, Digest: digest}, nil
}
